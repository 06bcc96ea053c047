"""The searches that are made for a passage that lost bytes, and which of them explains it best."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from newsclean.characters import REPLACEMENT
from newsclean.lazy import regex
from newsclean.mojibake.beam import Beam
from newsclean.mojibake.channels import Cell, search
from newsclean.mojibake.evidence import MARKS, Channel
from newsclean.mojibake.kinds import Kind, shifts
from newsclean.mojibake.readers import Policy, reader
from newsclean.mojibake.readings import TONED
from newsclean.mojibake.samples import script_of
from newsclean.mojibake.screening import Guess
from newsclean.mojibake.slips import shift_gains, torn
from newsclean.mojibake.unwrap import unwrap

PRIVATE = regex("[\ue000-\uf8ff]")
_MARK = regex(f"[?{REPLACEMENT}]")
SHIFTED = regex(rf"\?[^\x00-\x7f{REPLACEMENT}]{{1,40}}{REPLACEMENT}")
"""A byte that somebody replaced, pairs that are off by one, and the first that makes none."""
_SPACED = regex("(?<=[^\x00-\x7f]) ")
OFTEN = 0.01
"""Share of a passage, of spaces behind what is not ASCII, above which those may stand for what was lost."""
STRETCH = 20
"""Characters after which searches are compared."""
BEHIND = 14.0
"""Nats behind the best of them at which another is given up."""
HOPELESS = 30.0
"""The same at any time."""
PART = 5
"""Characters after which it is looked for those."""
NEAR = 4.0
"""Nats by which one must be better than another that is more usual, or whose reader lost less."""
RARE = 12.0
"""Nats by which a rare reader must explain a passage better than another."""
WORTH = 14.0
"""Nats that a stretch must gain by the shift alone before it is searched."""
WORTH_MARKED = 5.0
"""The same with a question mark in it."""
LONG = 120
"""Characters of a byte shift among which some are sure to be marks or private use."""
SHORT = 60
"""Characters of a passage up to which it may be a byte shift although other kinds make sense of it, too."""


class Trial(NamedTuple):
    """A search that may be made.

    Attributes:
        kind: The kind of damage.
        channel: How the text was damaged.
        inner: The kind of damage under this one, when the text was decoded wrongly twice.
    """

    kind: Kind
    channel: Channel
    inner: Kind | None = None


def possible(passage: str, core: str, guesses: list[Guess], *, known: bool) -> list[Trial]:
    """The searches that are worth making for a passage.

    Args:
        passage: The passage, with what stands around it.
        core: Its suspicious part.
        guesses: The kinds it may be, best first.
        known: Whether the text is known to have lost bytes.
    """
    # A reader of single bytes never gives Chinese characters: that others make sense is chance.
    doubtful = len(core) < SHORT or not guesses or reader(guesses[0].kind.read_as).single
    shifted = _shifts(passage, known=known) if doubtful and is_chinese(core) else []
    return _trials(passage, guesses) + shifted


def may_expect(trial: Trial, passage: str) -> bool:
    """Whether a search that was best for another passage can be right for this one.

    Where nothing marks what was lost, it was lost unseen, or spaces stand for it; where something does, not.
    """
    if trial.kind.shift:
        return True
    drops, spaces = trial.channel.policy == "drop", " " in trial.channel.marks
    if _MARK.search(passage):
        return not (drops or spaces)
    return spaces if _is_spaced(passage) else drops


def _is_spaced(passage: str) -> bool:
    """Whether spaces may stand for what was lost: there are more of them than Chinese has."""
    return len(_SPACED.findall(passage)) > OFTEN * len(passage)


def _trials(passage: str, guesses: list[Guess]) -> list[Trial]:
    """The searches that are worth making for the kinds of wrong reading that a passage may be."""
    trials: list[Trial] = []
    for guess in guesses[:3]:
        if guess.gain < guesses[0].gain - 1.0:
            break
        last = guess.inner or guess.kind
        policies: list[Policy] = [loss for loss in last.losses if loss != "none"] or ["each"]
        losses = [(policy, MARKS) for policy in policies]
        if not _MARK.search(passage):
            spaced = not reader(last.read_as).single and _is_spaced(passage)
            losses = [("drop", MARKS), *((policy, MARKS + " ") for policy in policies if spaced)]
        more = [
            Trial(
                guess.kind,
                Channel(last.read_as, last.was, policy, guess.script, marks, converted=guess.converted),
                guess.inner,
            )
            for policy, marks in losses
        ]
        trials += [trial for trial in more if not any(_finds_all(earlier, trial) for earlier in trials)]
    return trials


def _finds_all(earlier: Trial, trial: Trial) -> bool:
    """Whether an earlier search finds what another would: its reader loses what that one's loses.

    But for a few pairs of bytes, which the tables of the two readers have for different characters.
    """
    one, other = earlier.channel, trial.channel
    return (
        earlier.inner is trial.inner is None
        and replace(one, wrong=other.wrong) == other
        and reader(one.wrong).loses_all(reader(other.wrong))
    )


def _shifts(passage: str, *, known: bool) -> list[Trial]:
    """The searches for a lost byte that are worth making."""
    script = script_of(passage)
    return [
        Trial(kind, Channel(kind.read_as, kind.was, "swallow", script))
        for kind in shifts()
        if (_may_shift(passage) or known if kind.was == "gb18030" else script and any(torn(passage)))
    ]


def _price(kind: Kind, channel: Channel, passage: str) -> float:
    """Nats by which a way of damage must explain a passage better than others, because it is rare."""
    swallowed = channel.policy == "swallow" and REPLACEMENT in passage  # those that swallow write `?`
    return RARE * (kind.rare + swallowed)


def _may_shift(passage: str) -> bool:
    """Whether some stretch of GBK reads so much better off by one byte that a search is worth it."""
    if "?!" in passage or "?," in passage or ("?" in passage and PRIVATE.search(passage)):
        return True
    if SHIFTED.search(passage):
        return True
    if len(passage) > LONG and "?" not in passage and not PRIVATE.search(passage):
        return False
    best = total = 0.0
    for gain in shift_gains(passage):
        total = max(0.0, total + gain)
        best = max(best, total)
    return best > (WORTH_MARKED if "?" in passage else WORTH)


def is_chinese(passage: str) -> bool:
    """Whether a passage is in characters of GBK and Big5, private use included; pinyin does not count."""
    chinese = sum("\u2460" <= c < "\u2500" or "\u3000" <= c <= "\uf8ff" or c > "\ufeff" for c in passage)
    return chinese > 0.6 * sum(c > "~" and c not in TONED for c in passage)


def race(passage: str, trials: list[Trial], prev: str, after: str) -> tuple[list[Trial], list[Cell]]:
    """The searches that explain a passage best, the most usual first, and what that one makes of it.

    All begin; those that fall behind are given up.

    Args:
        passage: The damaged passage.
        trials: The searches.
        prev: The character before the passage.
        after: The one behind it.
    """
    runners = [_Runner(trial, passage, prev) for trial in trials]
    _begin(runners)
    start = 0
    for end, quiet in _stretches(passage):
        if len(runners) < 2:
            break
        runners = _ahead(_step(runners, start, end, quiet=quiet), BEHIND)
        start = end
    for runner in runners:
        runner.finish(after)
    near = _ahead(runners, NEAR)
    return [runner.trial for runner in near], near[0].cells() if near else []


def _ahead(runners: list[_Runner], behind: float) -> list[_Runner]:
    """The searches that are no more than so many nats behind the best."""
    if len(runners) < 2:
        return runners
    scores = [runner.score for runner in runners]
    least = max(scores) - behind
    return [runner for runner, score in zip(runners, scores, strict=True) if score >= least]


def _begin(runners: list[_Runner]) -> None:
    """Let searches share where they begin; in a byte shift there is no text that stands for itself."""
    firsts: dict[bool, _Runner] = {}
    for runner in runners:
        runner.follow(firsts.setdefault(runner.trial.channel.shift, runner))


def _stretches(passage: str) -> Iterator[tuple[int, bool]]:
    """The stretches after which searches are compared: the end of each, and whether no mark is in it.

    A passage without any mark lost bytes unseen, so that there may be one anywhere.
    """
    if not _MARK.search(passage):
        yield from ((end, False) for end in range(STRETCH, len(passage), STRETCH))
        return
    at = 0
    while at < len(passage):
        found = _MARK.search(passage, at)
        mark = found.start() if found else len(passage)
        while at < mark:
            at = min(at + STRETCH, mark)
            yield at, True
        if found:
            at += STRETCH
            yield at, False


def _step(runners: list[_Runner], start: int, end: int, *, quiet: bool) -> list[_Runner]:
    """Go on with all searches, but only once for those that agree on all that was and have the same ahead.

    Args:
        runners: The searches.
        start: Where they are in the passage.
        end: Where to stop.
        quiet: Whether there is no mark in between.

    Returns:
        Those that are not hopeless.
    """
    states = {runner: runner.state for runner in runners}
    firsts: dict[Hashable, _Runner] = {}
    followed = {
        runner: firsts.setdefault((states[runner], runner.ahead(start, end) if quiet else runner), runner)
        for runner in runners
    }
    leading = list(firsts.values())
    apart = len(leading) > 1
    for part in (*(range(start + PART, end, PART) if apart else ()), end):
        for runner in leading:
            runner.advance(part)
        leading = _ahead(leading, HOPELESS)
    runners = [runner for runner in runners if followed[runner] in leading]
    for runner in runners:
        runner.follow(followed[runner])
    for runner in runners if apart else ():
        told = runner.told(start)
        if told is not None:
            runner.join(firsts.setdefault((states[runner], told), runner))
    return runners


class _Runner:
    """One search on its way through a passage.

    Args:
        trial: The search.
        passage: The damaged passage.
        prev: The character before it.
    """

    def __init__(self, trial: Trial, passage: str, prev: str) -> None:
        kind, channel, inner = trial
        self.trial = trial
        self._price = _price(kind, channel, passage)
        self._target = channel.right, channel.script, inner
        text: Sequence[str] = passage
        self._ends: Sequence[int] = range(1, len(passage) + 1)  # of the search's places, in the passage
        if inner:
            text, self._ends = unwrap(passage, reader(kind.read_as), reader(inner.read_as))
        self._beam = Beam(search(channel), text, prev)

    @property
    def score(self) -> float:
        """How likely the passage is so far, in nats."""
        return self._beam.score - self._price

    @property
    def state(self) -> Hashable:
        """The same for searches that have made the same of the passage so far, and read it the same way."""
        return self._beam.state, self._target

    def ahead(self, start: int, end: int) -> Hashable:
        """What decides how a stretch of the passage without marks is read by searches of the same state."""
        return self._beam.ahead(self._place(start), self._place(end))

    def told(self, start: int) -> Hashable:
        """What was made of the passage from this character on; None while that is open."""
        return self._beam.told(self._place(start))

    def follow(self, other: _Runner) -> None:
        """Share the ways of another search, which begins or goes on as this one."""
        self._beam.follow(other._beam)

    def join(self, other: _Runner) -> None:
        """Share the ways of another search, which has made the same of the passage, at other prices."""
        self._price += other._beam.score - self._beam.score
        self.follow(other)

    def advance(self, end: int) -> None:
        """Go on to this character of the passage."""
        self._beam.advance(self._place(end))

    def _place(self, end: int) -> int:
        """The search's place behind so many characters of the passage."""
        return bisect_right(self._ends, end)

    def finish(self, after: str) -> None:
        """Go on to the end of the passage.

        Args:
            after: The character behind it.
        """
        self._beam.advance()
        self._beam.finish(after)

    def cells(self) -> list[Cell]:
        """What the whole passage is."""
        cells = self._beam.cells()
        if self.trial.inner is None:
            return cells
        return [cell._replace(end=self._ends[cell.end - 1] if cell.end else 0) for cell in cells]
