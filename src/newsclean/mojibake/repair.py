"""Finding and repairing text that was decoded wrongly: the order of the steps, and what is accepted."""

from __future__ import annotations

from dataclasses import dataclass

from newsclean import charmodel
from newsclean.document import Caution, Edit
from newsclean.mojibake import gate
from newsclean.mojibake.beam import Cell, Channel, Search, search, slipping
from newsclean.mojibake.edits import applied, composed
from newsclean.mojibake.escapes import find_escapes, may_escape
from newsclean.mojibake.kinds import SHIFT, Guess, Kind, beyond_repair, is_foreign, screen, script_of
from newsclean.mojibake.losses import find_losses, refused
from newsclean.mojibake.readers import Policy, reader
from newsclean.mojibake.readings import find_readings
from newsclean.mojibake.unwrap import unwrap

ROUNDS = 4
"""Text may have been decoded wrongly that often."""
PROBE = 100
"""Characters by which the ways a reader can have lost bytes are told apart."""
CONTEXT = 16
"""Characters around a suspicious passage that are looked at with it."""
NEAR = 60
"""Suspicious passages of a line that are closer belong together."""
GAIN = 12.0
"""Nats by which a repair must be likelier than what stands there."""
GAIN_KNOWN = 5.0
"""The same in a text that is known to have lost bytes."""
RARE = 12.0
"""Nats by which a rare reader must explain a passage better than another."""
READABLE = -7.7
"""Nats a character that a repaired passage must reach."""
READABLE_PROVED = -9.5
"""The same for a byte shift and for UTF-8, which the bytes prove: names are unlikely, but they fit."""
MARKS = 0.25
"""Share of marks above which a passage is not even searched."""
FEW = 4
"""Characters that must be in a passage of mere letters, if GBK or Big5 is to have become them."""
GUESSES = 0.28
"""Share of guessed characters above which a passage is left alone."""
DOUBT = 0.05
"""Share of its characters that may be expected to be guessed wrongly."""
CONFIDENT = 0.5
"""Probability below which a guessed character is not written."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def find_repairs(text: str) -> tuple[list[Edit], list[Caution]]:
    """What was decoded wrongly in a text, and what it should be.

    Clean text costs one pass at the speed of a regular expression. A repair that had to choose a lost
    character has `certain=False`; where the choice was open, U+FFFD stands. Repairing the repaired
    text finds nothing more.

    Args:
        text: Any text: plain, Markdown, the source of a web page.

    Returns:
        The edits, in order, and warnings: `restored-by-context` for characters that were lost and
        chosen by their neighbours, `irrecoverable` for what stays as it is.

    >>> edits, cautions = find_repairs("甯傚浘涔﹂\ue6ed鏄ㄥぉ閲嶆柊寮\ue178斁銆")
    >>> edits[0].rule
    'utf8-as-gb18030'
    """
    if gate.is_quiet(text) and not gate.has_tones(text) and not may_escape(text):
        return [], []
    edits: list[Edit] = []
    cautions: list[Caution] = []
    current = text
    for _ in range(ROUNDS):
        step = find_escapes(current)
        if not step:
            shifts = any(edit.rule == SHIFT.id for edit in edits) or bool(find_readings(current))
            step, cautions = find_damage(current, shifts=shifts)
        if not step:
            break
        edits = composed(text, edits, step)
        current = applied(text, edits)
    step = find_readings(current)
    if step:
        edits = composed(text, edits, step)
        current = applied(text, edits)
    guessed = sum(1 for edit in edits if not edit.certain)
    if guessed:
        cautions = [
            Caution(
                "restored-by-context",
                f"{guessed} passages had lost bytes; the characters there were chosen by their neighbours",
                guessed,
            ),
            *cautions,
        ]
    return edits, [*cautions, *find_losses(current)]


@dataclass(slots=True)
class _Region:
    """A stretch of one line that is searched at once; `core` is the suspicious part.

    `known` says that the text is known to have lost bytes.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    known: bool = False


def _regions(text: str, *, shifts: bool) -> list[_Region]:
    found: list[_Region] = []
    for window in gate.windows(text, shifts=shifts):
        start, end = window
        last = found[-1] if found else None
        if last and start - last.core_end <= NEAR and "\n" not in text[last.core_end : start]:
            last.core_end = end
        else:
            found.append(_Region(start, end, start, end, shifts))
    for number, region in enumerate(found):
        floor = found[number - 1].end if number else 0
        line = text.rfind("\n", floor, region.core_start) + 1
        region.start = max(floor, line, region.core_start - CONTEXT)
        ceiling = found[number + 1].core_start if number + 1 < len(found) else len(text)
        stop = text.find("\n", region.core_end, ceiling)
        region.end = min(ceiling if stop < 0 else stop, region.core_end + 2 * CONTEXT)
    return found


def find_damage(text: str, *, shifts: bool = False) -> tuple[list[Edit], list[Caution]]:
    """One round of repair: text decoded wrongly once, and byte shifts.

    Args:
        text: Any text.
        shifts: Whether it is known to have lost bytes.
    """
    edits: list[Edit] = []
    cautions: list[Caution] = []
    for region in _regions(text, shifts=shifts):
        core = text[region.core_start : region.core_end]
        if core.count("锟") + core.count("斤") + core.count("拷") > len(core) // 3 or is_foreign(core):
            continue
        marks = core.count(REPLACEMENT) + core.count("?")
        if marks > MARKS * len(core) and len(core) > CONTEXT:
            cautions += _given_up(text, region, core)
            continue
        guesses = screen(core)
        done = exact(text, region, guesses)
        if done is None:
            done, warning = searched(text, region, guesses)
            if warning:
                cautions.append(warning)
            elif not done:
                cautions += _given_up(text, region, core)
        edits += done
    return edits, cautions


def _given_up(text: str, region: _Region, core: str) -> list[Caution]:
    """The warning for a passage that nothing can be made of, if it is damage at all."""
    kind = beyond_repair(core)
    if kind is None and (guesses := screen(core)):
        kind = guesses[0].kind
        if REPLACEMENT not in core and "?" not in core:
            return []  # nothing is lost, so it would have been repaired
    return [refused(text, region.core_start, region.core_end, kind.name)] if kind else []


def exact(text: str, region: _Region, guesses: list[Guess]) -> list[Edit] | None:
    """The repair of a passage that lost nothing; None when bytes are missing or none of the kinds fits."""
    model = charmodel.load()
    best: tuple[float, list[Edit]] | None = None
    for guess in guesses[:4]:
        wrong = reader(guess.kind.read_as)
        start, end = region.core_start, region.core_end
        while start > region.start and wrong.ways(text[start - 1]):
            start -= 1
        while end < region.end and wrong.ways(text[end]):
            end += 1
        for a, b in {(start, end), (region.core_start, region.core_end)}:
            old = text[a:b]
            raw = wrong.exact(old)
            if raw is None:
                continue
            try:
                new = raw.decode(_spelled(guess.kind.was))
            except UnicodeDecodeError:
                continue
            if REPLACEMENT in new or new == old or (not wrong.single and "?" in old):
                continue
            total = model.total(new)
            if not guess.inner and (total < READABLE * len(new) or not _is_convincing(old, new, guess.kind)):
                continue
            gain = total - model.total(old)
            if gain > GAIN and (best is None or gain > best[0]):
                best = gain, _trimmed(Edit(a, b, new, guess.kind.id), old)
    return best[1] if best else None


def _spelled(codec: str) -> str:
    return "big5hkscs" if codec == "big5" else codec


def _trimmed(edit: Edit, old: str) -> list[Edit]:
    """The edit without what it leaves as it is at both ends; nothing if that is all."""
    start, end, new, rule, certain = edit
    head = 0
    while head < len(new) and head < len(old) and new[head] == old[head]:
        head += 1
    tail = 0
    while tail < len(new) - head and tail < len(old) - head and new[-1 - tail] == old[-1 - tail]:
        tail += 1
    if head == len(new) == len(old):
        return []
    return [Edit(start + head, end - tail, new[head : len(new) - tail], rule, certain)]


def searched(text: str, region: _Region, guesses: list[Guess]) -> tuple[list[Edit], Caution | None]:
    """The repair of a passage that lost bytes."""
    passage = text[region.start : region.end]
    prev = text[region.start - 1] if region.start else charmodel.START
    after = text[region.end : region.end + 1] or charmodel.START
    best: tuple[float, Kind, Search, list[Cell]] | None = None
    trials = _trials(passage, guesses)
    if len(trials) > 1 and len(passage) > 2 * PROBE and not any(inner for _, _, inner in trials):
        probe = passage[:PROBE]
        trials = [
            max(
                trials,
                key=lambda trial: search(trial[1]).run(probe, prev)[0] - _price(trial[0], trial[1], probe),
            )
        ]
    for kind, channel, inner in trials:
        engine = search(channel)
        if inner is None:
            score, cells = engine.run(passage, prev, after)
        else:
            choices, ends = unwrap(passage, reader(kind.read_as), reader(inner.read_as))
            score, cells = engine.run(choices, prev, after)
            cells = [cell._replace(end=ends[cell.end - 1] if cell.end else 0) for cell in cells]
        score -= _price(kind, channel, passage)
        if best is None or score > best[0]:
            best = score, kind, engine, cells
    if best is None:
        return [], None
    _, kind, engine, cells = best
    return _accepted(text, region, kind, engine, cells)


def _trials(passage: str, guesses: list[Guess]) -> list[tuple[Kind, Channel, Kind | None]]:
    """The searches that are worth making."""
    trials: list[tuple[Kind, Channel, Kind | None]] = []
    for guess in guesses[:3]:
        if guess.gain < guesses[0].gain - 1.0:
            break
        last = guess.inner or guess.kind
        policies = [p for p in last.losses if p in {"each", "pair", "swallow"}] or ["each"]
        if not any(mark in passage for mark in (REPLACEMENT, "?")):
            policies = policies[:1]
        trials += [
            (guess.kind, Channel(last.read_as, last.was, _policy(p), guess.script), guess.inner)
            for p in policies
        ]
    if (
        not guesses
        and _is_chinese(passage)
        and ("?" in passage or any(flag & 1 for flag in slipping(passage)))
    ):
        trials.append((SHIFT, Channel("gb18030", "gb18030", "swallow", script_of(passage)), None))
    return trials


def _price(kind: Kind, channel: Channel, passage: str) -> float:
    """Nats by which a way of damage must explain a passage better than others, because it is rare."""
    swallowed = channel.policy == "swallow" and REPLACEMENT in passage  # those that swallow write `?`
    return RARE * (kind.rare + swallowed)


def _is_chinese(passage: str) -> bool:
    """Whether a passage is written in the characters of GBK, private use included."""
    return sum("\u3000" <= c <= "\uf8ff" or c > "\ufeff" for c in passage) > 0.6 * sum(
        c > "~" for c in passage
    )


def _policy(name: str) -> Policy:
    return "pair" if name == "pair" else "swallow" if name == "swallow" else "each"


def _accepted(
    text: str, region: _Region, kind: Kind, engine: Search, cells: list[Cell]
) -> tuple[list[Edit], Caution | None]:
    """The edits of a search's result that are likelier than what stands there."""
    model = charmodel.load()
    edits: list[Edit] = []
    warning: Caution | None = None
    chars = [cell.char for cell in cells]
    for first, last in _runs(cells):
        a = region.start + (cells[first - 1].end if first else 0)
        b = region.start + cells[last - 1].end
        old, new = text[a:b], "".join(chars[first:last])
        if old == new:
            continue
        before = text[a - 1] if a else charmodel.START
        after = text[b : b + 1] or charmodel.START
        old_total, new_total = model.total(old + after, before), model.total(new + after, before)
        guessed = [i for i in range(first, last) if cells[i].specs is not None]
        lost = sum(1 for i in guessed if chars[i] == REPLACEMENT)
        if new_total - old_total < (GAIN_KNOWN if region.known else GAIN):
            continue
        if not _is_convincing(old, new, kind):
            continue
        floor = READABLE_PROVED if kind is SHIFT or kind.was == "utf-8" else READABLE
        sure = {i: engine.confidence(cells, i) for i in guessed}
        doubt = sum(1.0 - value for value in sure.values())
        if (
            new_total < floor * (len(new) + 1)
            or len(guessed) > GUESSES * len(new) + 3
            or doubt > DOUBT * len(new) + 1
            or lost > 2
        ):
            if len(new) > CONTEXT and (REPLACEMENT in old or "?" in old):
                warning = refused(text, a, b, kind.name)
            continue
        holes = [i for i in guessed if sure[i] < CONFIDENT]
        if 4 * len(holes) > len(new) and len(new) < CONTEXT:
            continue  # nothing is won
        for i in holes:
            chars[i] = REPLACEMENT
        new = "".join(chars[first:last])
        edits += _trimmed(Edit(a, b, new, kind.id, not guessed), old)
    return edits, warning


def _is_convincing(old: str, new: str, kind: Kind) -> bool:
    """Whether foreign words do not just happen to be the bytes of a few Chinese characters."""
    if not reader(kind.read_as).single or kind.was == "utf-8":
        return True
    han = "".join(c for c in new if c > "\u2e80")
    if len(han) < FEW and all(c.isalpha() for c in old if c > "~"):
        return False
    return charmodel.load().total(han) >= READABLE * len(han)


def _runs(cells: list[Cell]) -> list[tuple[int, int]]:
    """Stretches of cells that were read from bytes: first and one past the last."""
    found: list[tuple[int, int]] = []
    start = -1
    for number, cell in enumerate(cells):
        if cell.read and start < 0:
            start = number
        elif not cell.read and start >= 0:
            found.append((start, number))
            start = -1
    if start >= 0:
        found.append((start, len(cells)))
    return found
