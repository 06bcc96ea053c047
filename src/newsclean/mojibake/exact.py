"""Repairs of text that lost nothing: encoded the wrong way, decoded the right way, character by character."""

from __future__ import annotations

from newsclean import charmodel
from newsclean.characters import REPLACEMENT, SOFT_HYPHEN
from newsclean.edits import Edit
from newsclean.lazy import regex
from newsclean.mojibake.gate import look_at
from newsclean.mojibake.kinds import Kind
from newsclean.mojibake.readers import reader
from newsclean.mojibake.regions import Finding, Region, regions, trimmed
from newsclean.mojibake.samples import is_alphabetic
from newsclean.mojibake.screening import READABLE_PROVED, Guess
from newsclean.mojibake.slips import is_off

GAIN = 12.0
"""Nats by which a repair must be likelier than what stands there."""
GAIN_KNOWN = 5.0
"""The same in a text that is known to be damaged in that way."""
READABLE = -7.7
"""Nats a character that it must reach where the bytes alone prove nothing."""
SLACK = 5.0
"""Nats that all of a passage may be less likely than its suspicious part: sound words hardly touch damage."""
SAMPLE = 600
"""Characters of a repair by which it is judged; the rest is decoded without an error, which says enough."""
ENOUGH = 4
"""Chinese characters from which on a repair is believed without another of its kind."""
ENOUGH_UTF8 = 2
"""The same where letters and signs are UTF-8 without a flaw."""

_CONTROL = regex("[\x80-\x9f]")


def exact(
    text: str, region: Region, guesses: list[Guess], *, known: bool = False
) -> tuple[Finding, Guess] | None:
    """The repair of a passage that lost nothing, and its kind; None when bytes are missing, or none fits.

    Args:
        text: The text.
        region: The passage.
        guesses: The kinds it may be, best first.
        known: Whether a longer passage of the text was of that kind: then names and headlines may be less
            likely as Chinese, above all if its reader took every byte for a character.
    """
    model = charmodel.load()
    best: tuple[float, Finding, Guess] | None = None
    seen: set[tuple[int, int, str]] = set()
    for guess in guesses[:4]:
        wrong = reader(guess.kind.read_as)
        sure = known and wrong.single
        for start, end in _extents(text, region, guess):
            old = text[start:end]
            new = _decoded(old, guess)
            if new is None or new == old or (start, end, new) in seen or _is_torn(old, new, guess):
                continue
            if REPLACEMENT in new and not guess.inner:  # the reader under this one may have lost bytes
                continue
            shown, replaced = new[:SAMPLE], old[: SAMPLE * len(old) // len(new)]
            total = model.total(shown)
            if not guess.inner and (
                total < (READABLE_PROVED if sure else _least(guess.kind)) * len(shown)
                or not (sure or is_convincing(replaced, shown, guess.kind))
            ):
                continue
            seen.add((start, end, new))
            gain = total - model.total(replaced)
            if gain <= (GAIN_KNOWN if known else GAIN):
                continue
            if (start, end) != (region.core_start, region.core_end):
                gain += SLACK
            if best is None or gain > best[0]:
                enough = ENOUGH_UTF8 if wrong.single and guess.kind.was == "utf-8" else ENOUGH
                weak = not guess.inner and sum(map("\u2fff".__lt__, new)) < enough
                best = gain, Finding(trimmed(Edit(start, end, new, guess.kind.id), old), weak), guess
    return best[1:] if best else None


def _least(kind: Kind) -> float:
    """Nats a character that a repair must reach."""
    return READABLE_PROVED if kind.was == "utf-8" and not kind.rare else READABLE


def _is_torn(old: str, new: str, guess: Guess) -> bool:
    """Whether pairs seem to be off by one in places, because the reader dropped a byte without a trace.

    What drops a byte drops it everywhere. Of the bytes of GBK one in two hundred is a soft hyphen, of Big5
    one in forty, so none is dropped where one stands; but controls, which only rare characters have, may be.
    """
    wrong = reader(guess.kind.read_as)
    if guess.inner or guess.kind.was == "utf-8" or not wrong.unseen:
        return False
    odd = regions(new, look_at(new), shifts=False)
    if not odd or not wrong.single or SOFT_HYPHEN not in old:
        return bool(odd)
    if _CONTROL.search(old):
        return False
    return any(is_off(new[part.start : part.end], guess.kind.was) for part in odd)


def is_convincing(old: str, new: str, kind: Kind) -> bool:
    """Whether foreign words do not just happen to be the bytes of a few Chinese characters."""
    if kind.was == "utf-8":
        return True
    single = reader(kind.read_as).single
    han = "".join(c for c in new if c > "\u2e80")
    letters = [c for c in old if c > "~"]
    if single and letters and len(han) < ENOUGH and all(c.isalpha() and c < "\u2e80" for c in letters):
        return False
    if not single and is_alphabetic(old):
        return False
    if not single and kind.read_as != kind.was and not any(c.isalpha() for c in letters):
        return False  # lines of a table
    return not single or charmodel.load().total(han) >= READABLE * len(han)


def _extents(text: str, region: Region, guess: Guess) -> set[tuple[int, int]]:
    """The suspicious part, and as much around it as the wrong reader can have written."""
    wrong = reader(guess.kind.read_as)
    start, end = region.core_start, region.core_end
    while start > region.start and wrong.ways(text[start - 1]):
        start -= 1
    while end < region.end and wrong.ways(text[end]):
        end += 1
    return {(start, end), (region.core_start, region.core_end)}


def _decoded(old: str, guess: Guess) -> str | None:
    """The passage read rightly; None when a byte is in doubt, or missing."""
    wrong = reader(guess.kind.read_as)
    if "?" in old and not wrong.single:
        return None
    raw = wrong.exact(old)
    try:
        return raw.decode("big5hkscs" if guess.kind.was == "big5" else guess.kind.was) if raw else None
    except UnicodeDecodeError:
        return None
