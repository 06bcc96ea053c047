"""Passages of escapes in running text: where they may stand, and what makes one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from newsclean import charmodel
from newsclean.characters import CODE_SPAN
from newsclean.edits import APART, Edit
from newsclean.lazy import begin_with, regex
from newsclean.mojibake import gate

HAN = "\u3400-\u9fff"
MARKS = "\u2018-\u201d\u2026\u3000-\u303f\uff01-\uff60"
LEAST = 8
"""Characters of Chinese that a passage of escapes must hold."""
LEAST_MORE = 2
"""The same for every further passage of a text."""
SHARE = 0.6
"""Share of its line that a passage of escapes must fill."""
SENSE = -8.5
"""Nats a character that the decoded passage must reach."""
SENSE_MORE = -11.0
"""The same for every further passage: headings are names."""

BEGINNING = 500
"""Characters of a passage by which it is told whether it was decoded wrongly."""

CHINESE = regex(f"[{HAN}{MARKS}]")
ENDS = "。！？!?…”’」』"
"""What ends a sentence: nobody writes of escapes right behind it."""
_C1 = regex("[\x80-\x9f]")
_ELEMENT = r"<(script|style|pre|code|textarea|SCRIPT|STYLE|PRE|CODE|TEXTAREA)\b"
_SCRIPT = regex(_ELEMENT)
_SCRIPT_OR_FENCE = regex(rf"{_ELEMENT}|^ {{0,3}}(`{{3,}}|~{{3,}})", re.MULTILINE)
_FENCE = regex("```|~~~")
_SPAN = regex(CODE_SPAN)
_TAGS = regex(r"<[^<>]*>")
_OF_CODE = regex(r"[\"'`{}=;]")
_CALLED = regex(r"[\w$)\]\"']\s*$", re.ASCII)
_OPENING = ('"', "'", "`", "=", "(", "{", "[")
_LESSON = regex(
    "`|空格|标签|標籤|换行|換行|回车|[转轉][义義]|[实實][体體]|字符|[代编編][码碼]|斜[杠线]|(?i:html|json)"
)
"""What stands beside escapes that are written of."""


class Kind(NamedTuple):
    """A kind of escape.

    Attributes:
        first: A character that it has at or near its beginning, the rarer in markup the better.
        hint: Matches somewhere in every text that holds some. It begins with that character alone: two are
            looked for at half the speed.
        find: Finds those in a text.
    """

    first: str
    hint: re.Pattern[str]
    find: Callable[[str], Iterable[Edit]]


class Gap(NamedTuple):
    """Where in a text something was left out.

    Attributes:
        at: Offset of the first character behind it, in the text that is left.
        missing: Characters left out before that, in all.
    """

    at: int
    missing: int


def without_code(text: str) -> tuple[str, list[Gap]]:
    """A text without scripts, style sheets and code, two line breaks in place of each; where those were.

    Code stands in elements, or between the fences of Markdown. Escapes are at home there, and most of a web
    page is such: it is quicker to look at the rest.
    """
    may_fence = any(_at_a_line(text, m.start()) for mark in "`~" for m in begin_with(mark, _FENCE, text))
    begins = _SCRIPT_OR_FENCE if may_fence else _SCRIPT
    opening = begins.search(text) if may_fence or "<" in text else None
    parts: list[str] = []
    gaps: list[Gap] = []
    size = done = 0
    while opening:
        end = text.find(f"</{opening[1]}" if opening[1] else f"\n{opening[2]}", opening.end())
        if end < 0:
            break
        parts.append(text[done : opening.start()])
        size += opening.start() - done + len(APART)
        gaps.append(Gap(size - 1, end - size))
        done = end
        opening = begins.search(text, end if opening[1] else end + 1 + len(opening[2]))
    return APART.join((*parts, text[done:])), gaps


def _at_a_line(text: str, at: int) -> bool:
    """Whether a place is the beginning of a line, or up to three spaces behind it."""
    before = text[max(0, at - 4) : at]
    return (at < 4 or "\n" in before) and not before.rpartition("\n")[2].strip(" ")


def outside_spans(edits: list[Edit], text: str) -> list[Edit]:
    """Edits of a text without those in what Markdown marks as code within a line."""
    spans = [m.span() for m in _SPAN.finditer(text)] if edits and "`" in text else []
    if not spans:
        return edits
    starts = [start for start, _ in spans]
    return [e for e in edits if not (n := bisect_right(starts, e.start)) or spans[n - 1][1] <= e.start]


def moved(edits: list[Edit], gaps: list[Gap]) -> list[Edit]:
    """Edits of what `without_code` left, as edits of the text it was given."""
    if not gaps:
        return edits
    places = [gap.at for gap in gaps]

    def original(at: int) -> int:
        number = bisect_right(places, at)
        return at + (gaps[number - 1].missing if number else 0)

    return [edit._replace(start=original(edit.start), end=original(edit.end - 1) + 1) for edit in edits]


def lines(text: str, marker: str) -> Iterator[tuple[int, str]]:
    """The lines that hold the marker, each with its offset."""
    at = text.find(marker)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        at = text.find(marker, end)


def is_passage(decoded: str, escaped: int, rest: str, least: int = LEAST) -> bool:
    """Whether escapes are a passage of text: long enough, most of its line, and Chinese or what became of it.

    Args:
        decoded: What the escapes say.
        escaped: Length of the escapes.
        rest: What else is in the line; tags do not count.
        least: Characters of Chinese they must hold.
    """
    if escaped < SHARE * (escaped + len(_TAGS.sub("", rest).strip())):
        return False
    if len(CHINESE.findall(decoded)) >= least and not _C1.search(decoded):
        sense = SENSE if least >= LEAST else SENSE_MORE
        if charmodel.load().score(decoded) > sense:
            return True
    return sum(char > "~" for char in decoded) >= 2 * least and is_damaged(decoded)


def ends_sentence(text: str, m: re.Match[str]) -> bool:
    """Whether a sentence ends right before an escape, so that it is not written of."""
    return m.start() > 0 and text[m.start() - 1] in ENDS


def is_lesson(text: str, m: re.Match[str]) -> bool:
    """Whether escapes are written of beside one: 用&nbsp;表示空格."""
    return _LESSON.search(text, max(0, m.start() - 12), m.end() + 12) is not None


def is_damaged(passage: str) -> bool:
    r"""Whether a passage was decoded wrongly before it was escaped, as far as its beginning tells.

    >>> is_damaged("äº\x91å²\xadåŽ¿å\x9b¾ä¹¦é¦†"), is_damaged("Où êtes-vous allée à l’été passé ?")
    (True, False)
    """
    passage = passage[:BEGINNING]
    if not gate.look_at(passage).windows:
        return False
    from newsclean.mojibake.screening import screen  # noqa: PLC0415 - escapes of clean Chinese need no kinds

    return bool(screen(passage))


def is_string(line: str, first: int) -> bool:
    r"""Whether what begins at `first` is the content of a string or the value of a field.

    >>> is_string('x = "\\u8fd9"', 5), is_string('"\\u8fd9": 1', 1), is_string('"\\u8fd9"\\u8bf4', 1)
    (True, True, False)
    """
    before = line[:first].rstrip()
    if not before.endswith(_OPENING):
        return False
    if before[-1] in "([":  # of a call or an index, or what a sentence has in brackets
        return _CALLED.search(before, 0, len(before) - 1) is not None
    closing = line.find('"', first)
    goes_on = closing >= 0 and line.startswith("\\", closing + 1)  # a sentence, behind what it quotes
    return before != '"' or not goes_on


def is_code(rest: str, escaped: int) -> bool:
    """Whether a line is code: `rest` is the line without its escapes, `escaped` their length."""
    return len(_OF_CODE.findall(_TAGS.sub("", rest))) * 12 > escaped
