"""One round of repair: the passages of a text that were decoded wrongly, each looked into, and what stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsclean.characters import REPLACEMENT, without_ascii
from newsclean.document import Caution
from newsclean.edits import Edit, applied
from newsclean.hanscript.variants import simpler
from newsclean.lazy import regex
from newsclean.mojibake import gate
from newsclean.mojibake.decomposed import of_the_apart, recomposed
from newsclean.mojibake.evidence import other_spellings
from newsclean.mojibake.exact import exact
from newsclean.mojibake.kinds import by_id, seldom
from newsclean.mojibake.losses import Refused, warn_of
from newsclean.mojibake.readers import reader
from newsclean.mojibake.regions import CONTEXT, LONGEST, Finding, Region, paragraphs, pieces, regions
from newsclean.mojibake.samples import is_japanese_or_korean
from newsclean.mojibake.screening import CLEAR, Guess, beyond_repair, screen
from newsclean.mojibake.searching import searched
from newsclean.mojibake.trials import Trial, is_chinese
from newsclean.mojibake.usage import BLOCK, Usage

_ODD = regex("[?\x80-\u036f\u2020-\u2122\u2202-\u25ca\ue000-\uf8ff\uff61-\uff9f\ufffd@-~]")
_REST = regex(r"[^\x00-\x7f](?:[^<>\n]*[^\x00-\x7f])?")
"""What is not ASCII within a line, tags apart."""
MOST = 0.6
"""Share of a text, ASCII left out, that must have been repaired to take the rest for damaged, too."""
_TWO_BYTES = regex("[\x80-\u07ff]")
_UNDERSCORE = regex(
    r"_(?<=[\u2e80-\ufffc]_)(?=(?:[\u2e80-\ufffc][^\s<>]{0,60}?)?\.[0-9A-Za-z]{1,5}(?![0-9A-Za-z]))"
)
"""One in the name of a file, in text of a reader of two bytes a character: others read a second byte so."""
STREWN = 0.1
"""Share of question marks inside of words above which a text is damaged, whatever it was."""
FEW = 5
"""Question marks inside of words that say nothing yet."""
FAINT = 8
"""Characters below which rare characters alone are only looked into when the text is damaged elsewhere."""
BRIEF = 60
"""Characters up to which a text is a title or the name of a file, which may be all damage."""
LEFT_OVER = 0.25
"""Suspicious characters left in a line for each one restored, above which its repair is half a repair."""
UNKNOWN = "text decoded wrongly"
"""What damage is called whose kind is not known."""
UNREAD = "GBK or Big5 read as UTF-8"
"""What is mostly U+FFFD but for a few letters: two bytes of Chinese are hardly ever a character of UTF-8."""
LONG = 40
"""Characters from which on a passage without marks is taken for damage although no repair of it is good."""
OF_ANOTHER = 0.15
"""Share of the other script, of the characters that differ in it, in what was converted to one, at most."""
MARKS = 0.25
"""Share of marks above which a passage is not even searched."""
MARKS_UTF8 = 0.4
"""The same for UTF-8, whose layout tells how many bytes are missing where."""


def without_half_done(text: str, edits: list[Edit]) -> tuple[list[Edit], list[Caution]]:
    """The edits without those of lines that are still damaged after them: half a repair cannot be repaired.

    Byte shifts stand: each is damage of its own, whatever is left of others.

    Args:
        text: The text as it came.
        edits: What was found, in order.

    Returns:
        The edits that stand, and warnings of the lines that stay as they are.
    """
    names = {id_: kind.name for id_, kind in by_id().items()}
    kept: list[Edit] = []
    refused: list[Refused] = []
    for start, end, group in _by_line(text, edits):
        repaired = sum(len(edit.new) for edit in group if edit.rule in names)
        rest = _left(text, start, end, group) if repaired else 0
        if rest > LEFT_OVER * repaired and rest > FEW:
            rule = max((edit for edit in group if edit.rule in names), key=lambda e: e.end - e.start).rule
            refused.append(Refused(group[0].start, group[-1].end, names[rule]))
            group = [edit for edit in group if edit.rule not in names]  # noqa: PLW2901 - what is left of them
        kept += group
    return kept, warn_of(text, refused)


def _left(text: str, start: int, end: int, edits: list[Edit]) -> int:
    """How many suspicious characters are left in a passage after edits."""
    return gate.suspicion(applied(text[start:end], [edit.moved(-start) for edit in edits]))


def _by_line(text: str, edits: list[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """The edits line by line: start and end of the line, and what is in it."""
    at = 0
    while at < len(edits):
        start = text.rfind("\n", 0, edits[at].start) + 1
        group = [edits[at]]
        at += 1
        while at < len(edits) and "\n" not in text[group[-1].end : edits[at].start]:
            group.append(edits[at])
            at += 1
        end = text.find("\n", group[-1].end)
        yield start, len(text) if end < 0 else end, group


def find_damage(
    text: str, look: gate.Look | None = None, *, shifts: bool = False
) -> tuple[list[Edit], list[Caution]]:
    """One round of repair: text decoded wrongly once, and byte shifts.

    Args:
        text: Any text.
        look: What a look at it says, if anybody has looked.
        shifts: Whether it is known to have lost bytes.
    """
    look = look or gate.look_at(text, shifts=shifts)
    whole = recomposed(text, look.bare) if look.windows else []
    if not whole:
        return _find_damage(text, look, shifts=shifts)
    between = applied(text, whole)
    repairs, cautions = _find_damage(between, gate.look_at(between, shifts=shifts), shifts=shifts)
    # Windows-1258 has marks of its own, which nothing took apart
    ways = (of_the_apart(text, whole, repairs), cautions), _find_damage(text, look, shifts=shifts)
    return min(ways, key=lambda way: _left(text, 0, len(text), way[0]))


def _find_damage(text: str, look: gate.Look, *, shifts: bool) -> tuple[list[Edit], list[Caution]]:
    """The same for a text in which no character was taken apart."""
    marked = _marked(text) if look.windows else text
    work = _Round(marked)
    faint: list[Region] = []
    found = regions(marked, look, shifts=shifts)
    for region in sorted(found, key=lambda one: one.core_start - one.core_end):  # the longest tells most
        core = region.core_start, region.core_end
        if core[1] - core[0] < FAINT and len(text) > BRIEF and not _ODD.search(text, *core):
            faint.append(region)
        else:
            work.look_into(region)
    if work.found:
        for region in faint:
            work.look_into(region)
        work.look_at_rest()
    certain = {edit.rule for one in work.found if not one.weak for edit in one.edits}
    edits = [e for one in work.found for e in one.edits if not one.weak or e.rule in certain]
    if "_" in text and "?" not in text:
        edits = [edit._replace(new=edit.new.replace("?", "_")) for edit in edits]  # those that are no marks
    if not edits and not work.refused and gate.marks(text) > max(FEW, STREWN * len(text)):
        work.refused.append(Refused(0, len(text), UNKNOWN))
    return sorted(edits), warn_of(text, work.refused)


def _marked(text: str) -> str:
    """A text with the usual marks in place of those that some programs write instead.

    They show a box for a character that is none, and have no question mark in the name of a file. A box among
    many of the usual marks is what was read.
    """
    if "□" in text and text.count("□") > 2 * (text.count(REPLACEMENT) + gate.marks(text)):
        text = text.replace("□", REPLACEMENT)
    return _UNDERSCORE.sub("?", text) if "_" in text and "?" not in text else text


class _Round:
    """One round over a text; what helped one passage is tried first on the next.

    Attributes:
        found: The repairs.
        refused: What is damaged beyond repair.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._guess: Guess | None = None
        self._trials: list[Trial] = []
        self._usages: dict[int, Usage] = {}
        self.found: list[Finding] = []
        self.refused: list[Refused] = []

    def look_into(self, region: Region) -> None:
        """Repair one passage, or say why not; one that makes no sense as a whole piece by piece."""
        waiting = [region]
        while waiting:
            waiting += reversed(self._look_into(waiting.pop()))

    def _look_into(self, region: Region) -> list[Region]:
        """Repair one passage, or say why not; gives back the pieces of it to be looked into instead."""
        text = self._text
        core = text[region.core_start : region.core_end]
        if core.count("锟") + core.count("斤") + core.count("拷") > len(core) // 3 or is_japanese_or_korean(
            core
        ):
            return []
        marks = core.count(REPLACEMENT) + core.count("?")
        if marks > MARKS * len(core) and len(core) > CONTEXT and not _is_sparse_utf8(core, marks):
            self.refused += _given_up(region, core, screen(core))
            return []
        done = exact(text, region, [self._guess], known=True) if self._guess else None
        guesses = [] if done else self._screened(core)
        done = done or exact(text, region, guesses) or exact(text, region, screen(core, seldom(), under=0))
        if done:
            self.found.append(done[0])
            self._guess = done[1]
            return []
        parts = paragraphs(text, region)
        if len(parts) < 2 and region.end - region.start > LONGEST:
            parts = pieces(text, region)
        if len(parts) > 1:
            return parts
        findings, refused = self._searched(region, guesses)
        self.found += findings
        if refused:
            self.refused.append(refused)
        elif not findings:
            self.refused += _given_up(region, core, guesses)
        return []

    def _searched(self, region: Region, guesses: list[Guess]) -> tuple[list[Finding], Refused | None]:
        """What a search finds in a passage, and what of it is damaged beyond repair.

        If much is left, the damaged text may have been converted to the other script.
        """
        text, usage = self._text, self._usage(region)
        findings, refused, trials = searched(text, region, guesses or self._expected(), self._trials, usage)
        left = self._left(region, findings)
        core = text[region.core_start : region.core_end]
        if left > FEW and (converted := _converted(core, guesses)):
            again = searched(text, region, converted, [], usage)
            if 2 * self._left(region, again[0]) < left:
                findings, refused, trials = again
        if findings:
            self._trials = trials
        return findings, refused

    def _left(self, region: Region, findings: list[Finding]) -> int:
        """How many suspicious characters are left in a passage after what was found in it."""
        return _left(self._text, region.start, region.end, [edit for one in findings for edit in one.edits])

    def _screened(self, core: str) -> list[Guess]:
        """The kinds a passage may be: the one of an earlier passage alone where it clearly is of that."""
        expected = self._expected()
        if expected and not expected[0].inner:
            guesses = screen(core, [expected[0].kind], under=0)
            if guesses and guesses[0].gain > CLEAR:
                return guesses
        return screen(core)

    def _expected(self) -> list[Guess]:
        """The kind that the last passage was of which had lost bytes, but for byte shifts."""
        return [
            Guess(0.0, trial.kind, trial.channel.script, trial.inner)
            for trial in self._trials[:1]
            if not trial.kind.shift
        ]

    def look_at_rest(self) -> None:
        """Repair what is too short to be suspicious, if most of the text was damaged: all of it was, then."""
        guesses = [self._guess] if self._guess else self._expected()
        edits = sorted(edit for one in self.found for edit in one.edits)
        repaired = sum(len(without_ascii(self._text[edit.start : edit.end])) for edit in edits)
        if not guesses or repaired < MOST * len(without_ascii(self._text)):
            return
        starts = [edit.start for edit in edits]
        ends = [edit.end for edit in edits]
        touched = {*starts, *ends}  # what touches a repair was looked at with it
        for start, end in zip([0, *ends], [*starts, len(self._text)], strict=True):
            for m in _REST.finditer(self._text, start, end):
                if touched.isdisjoint(m.span()):
                    done = exact(self._text, Region(*m.span(), *m.span()), guesses, known=True)
                    self.found += done[:1] if done else ()

    def _usage(self, region: Region) -> Usage:
        """What is known of the text around a passage."""
        block = region.core_start // BLOCK
        if block not in self._usages:
            self._usages[block] = Usage(self._text[max(0, block - 1) * BLOCK : (block + 2) * BLOCK])
        return self._usages[block]


def _converted(core: str, guesses: list[Guess]) -> list[Guess]:
    """The guesses that a passage is damaged as they say, and was converted to another script then.

    Its characters are all of that script, where other mojibake has those of both: a third or more of each.
    Big5, half of whose second bytes look like ASCII, has too many ways to make sense of anything.
    """
    may_be = [
        guess
        for guess in guesses
        if guess.kind.was != "big5" and not guess.inner and not reader(guess.kind.read_as).single
    ]
    told = [char for char in core if other_spellings(char)] if may_be else []
    traditional = sum(char != char.translate(simpler()) for char in told)
    of_one = min(traditional, len(told) - traditional) <= OF_ANOTHER * len(told)
    return [replace(guess, converted=True) for guess in may_be] if of_one else []


def _is_sparse_utf8(core: str, marks: int) -> bool:
    """Whether a passage with many marks makes most sense as UTF-8, and is worth a search then."""
    guesses = screen(core) if marks <= MARKS_UTF8 * len(core) else []
    return bool(guesses) and guesses[0].kind.was == "utf-8"


def _given_up(region: Region, core: str, guesses: list[Guess]) -> list[Refused]:
    """A passage that nothing can be made of, if it is damage at all."""
    if len(core) <= CONTEXT:
        return []
    kind = beyond_repair(core)
    if kind is None and 2 * core.count(REPLACEMENT) > len(core) and _TWO_BYTES.search(core):
        return [Refused(region.core_start, region.core_end, UNREAD)]
    if kind is None and guesses:
        kind = guesses[0].kind
        unmarked = REPLACEMENT not in core and not gate.marks(core)
        if unmarked and (len(core) < LONG or not is_chinese(core)):
            return []  # a language of its own
    if kind is None and core.count("?") <= MARKS * len(core):
        return []
    return [Refused(region.core_start, region.core_end, kind.name if kind else UNKNOWN)]
