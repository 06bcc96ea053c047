"""Punctuation and spaces, which are normalised depending on their neighbours."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from functools import cached_property
from typing import Final

from newsclean.characters import FOREIGN_PATTERN, has_han, has_markup, is_foreign, protected_spans
from newsclean.edits import EDIT, Edit
from newsclean.lazy import regex

FULL_WIDTH: Final = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_MARKS: Final = ",:;!?"
_RULES: Final = {new: "bracket" if new in "（）" else "punctuation" for new in FULL_WIDTH.values()}
_FIRST, _LAST = "\u4e00", "\u9fff"
_SPACE: Final = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WIDE: Final = (
    "，、。；：？！（）《》〈〉「」『』【】〔〕〖〗〘〙〚〛［］｛｝〝〞〟～〜・"
    "｡｢｣､"  # half-width forms of full-width marks
    "﹐﹑﹒﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞"  # small forms
    "︰︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄"  # vertical forms
)
# “ and ” are no full-width punctuation: a headline keeps the space in 下好“先手棋” 实现增效.
_QUOTES: Final = "“”‘’"

_GATE: Final = regex(f"[{_MARKS}()\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACE_GATE: Final = regex(f" (?:(?<=[\n{_WIDE}—…] )|(?=[ \n{_WIDE}—…])|\\Z|(?<=\\A ))")
_APART: Final = f"(?<![0-9A-Za-z][{_MARKS}](?=[0-9A-Za-z]))"
"""Behind a mark: it does not stand within a number, a time or a word."""
_IRREGULAR: Final = regex(
    r"[^\n \"#$%&'*+./0-9<=>@A-Z\[\\\]^_`a-z{|}~\-"  # all of ASCII but the marks above and control characters
    "\u4e00-\u9fff\u3001-\u3029\u3041-\u3096\u309b-\u30ff％，：；！？（）～"  # Chinese and Japanese
    "\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u2150-\u2328\u232b-\u27ff℃℉№\ufffd]"  # others
    + _APART
)
_RUNS: Final = regex(f"[{_MARKS}]{_APART}(?:[{_SPACE}]*[{_MARKS}])*")
# Behind a mark: it is alone, follows a common character, as most do, and is no part of a face such as :-).
_CLEAR: Final = f"(?<=[\u4e00-\u9fff].)(?![{_SPACE}]*[{_MARKS}])(?<![:;](?=[-)）]))"
_CLEAR_MARKS: Final = regex(f"[{_MARKS}]{_CLEAR}")
_OTHER_RUNS: Final = regex(f"[{_MARKS}](?!{_CLEAR}){_APART}(?:[{_SPACE}]*[{_MARKS}])*")
_BRACKETS: Final = regex("[()（）]")
_SPACES: Final = regex(f"[{_SPACE}]+")
_BREAKS: Final = regex("\n")
_QUOTE_MARKS: Final = regex(f"[{_QUOTES}]")
_BLANKS: Final = frozenset(
    chr(code) for code in (*map(ord, " \t\xa0\u1680\u202f\u205f\u3000"), *range(0x2000, 0x200B))
)
# What is looked through when a quotation mark asks whether it stands in Chinese text.
_WORDS: Final = regex(f"[^{_QUOTES}{_MARKS}{_WIDE}{_SPACE}()\"'…—.]+")


def find_neighbours(text: str, *, chinese: bool) -> list[Edit]:
    """The edits of punctuation and spaces; in the text they result in, there are none left to make.

    One pass is enough for that. Brackets depend on Han alone, which no edit here adds or removes; marks
    depend on what is at the two ends of their run, including brackets; and spaces depend on both.

    Args:
        text: Text in which single characters are normalised already; each line is treated separately.
        chinese: Whether punctuation beside Chinese becomes full-width; otherwise only spaces are edited.
    """
    if not has_neighbours(text):
        return []
    view = _View(text)
    edits: list[Edit] = []
    if chinese and has_han(text):
        if "(" in text or ")" in text:
            view.widen_brackets()
        view.widen_marks()
        edits = [EDIT((at, at + 1, new, _RULES[new], True)) for at, new in view.new.items()]
    edits += view.find_spaces()
    edits.sort()
    return edits


def has_neighbours(text: str) -> bool:
    """Whether a text may need such edits: a quick check."""
    return _GATE.search(text) is not None or (" " in text and _SPACE_GATE.search(text) is not None)


def is_regular(text: str) -> bool:
    """Whether a text has nothing to normalise, as most have: of the rarer characters it has none at all."""
    return _IRREGULAR.search(text) is None and not (" " in text and _SPACE_GATE.search(text))


class _View:
    """A text, with the punctuation that has been decided so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.new: dict[int, str] = {}
        self._lone: set[int] = set()
        """Unmatched closing brackets."""
        self._chinese_quotes: dict[int, frozenset[int]] = {}
        """Offsets of Chinese quotation marks in a line, by the offset of the line."""
        self._foreign = _find_lines(text, is_foreign) if FOREIGN_PATTERN.search(text) else []
        self._has_markup = has_markup(text)

    def widen_brackets(self) -> None:
        """Widen pairs around or beside Han, and the counterparts of full-width brackets."""
        for start, end in _find_lines(self.text, lambda line: "(" in line or ")" in line):
            self._widen_brackets(start, end)

    def _widen_brackets(self, start: int, end: int) -> None:
        opened: list[tuple[int, bool]] = []  # where, and whether Han was seen before it at that level
        han = False
        last = start
        for match in _BRACKETS.finditer(self.text, start, end):
            at = match.start()
            han = han or has_han(self.text, last, at)
            last = at + 1
            char = match[0]
            if char in "(（":
                opened.append((at, han))
                han = False
            elif opened:
                opening, outer = opened.pop()
                mixed = self.text[opening] + char not in {"()", "（）"}
                if (mixed and not _within(at, self._without_han)) or (
                    char == ")" and (han or self._beside_han(opening, at))
                ):
                    self._decide(opening)
                    self._decide(at)
                han = han or outer
            else:
                self._lone.add(at)

    def widen_marks(self) -> None:
        """Widen runs of marks, with or without spaces between them, that have Chinese at one end."""
        text = self.text
        runs = _RUNS
        if not self._has_markup and not self._foreign:
            self.new |= {mark.start(): FULL_WIDTH[mark[0]] for mark in _CLEAR_MARKS.finditer(text)}
            runs = _OTHER_RUNS
        for match in runs.finditer(text):
            start, end = match.span()
            if not (
                _FIRST <= text[start - 1 : start] <= _LAST  # most are beside a common character
                or _FIRST <= text[end : end + 1] <= _LAST
                or self._is_beside_chinese(start, end)
            ):
                continue
            if end == start + 1:
                if not self._is_face(end):
                    self._decide(start)
                continue
            for at in range(start, end):
                self._decide(at)

    def find_spaces(self) -> list[Edit]:
        """One ordinary space for every run of spaces; none at the ends or beside full-width punctuation."""
        text = self.text
        edits: list[Edit] = []
        solid = text.replace("\n", "")
        if solid.split(None, 1) == [solid]:  # five times as quick as the pattern
            return edits
        for match in _SPACES.finditer(text):
            start, end = match.span()
            left, right = text[start - 1] if start else "\n", text[end] if end < len(text) else "\n"
            goes = (
                "\n" in (left, right)
                or (
                    (left in _WIDE or right in _WIDE) and not _within(start, self._foreign)
                )  # Korean has spaces
                or start - 1 in self.new
                or end in self.new
                or (left in "—…" and self._is_long(start - 1))
                or (right in "—…" and self._is_long(end))
            )
            new = "" if goes else " "
            if new != match[0] and not (self._has_markup and self._is_protected(start)):
                edits.append(Edit(start, end, new, "space"))
        return edits

    # -- asking --------------------------------------------------------------------------------

    def _decide(self, at: int) -> None:
        new = FULL_WIDTH.get(self.text[at])
        if new and not self._is_protected(at) and not _within(at, self._foreign):
            self.new[at] = new

    def _left(self, at: int) -> int:
        """Offset of the nearest character before `at` that is not a space; -1 if there is none."""
        at -= 1
        while at >= 0 and self.text[at] in _BLANKS:
            at -= 1
        return at

    def _right(self, at: int) -> int:
        match = _SPACES.match(self.text, at)
        return match.end() if match else at

    def _beside_han(self, start: int, end: int) -> bool:
        left, right = self._left(start), self._right(end + 1)
        return (left >= 0 and has_han(self.text, left, left + 1)) or has_han(self.text, right, right + 1)

    def _is_beside_chinese(self, start: int, end: int) -> bool:
        """Whether there is Chinese on either side, in a line with a Chinese character."""
        beside = self._is_chinese(self._left(start)) or self._is_chinese(self._right(end))
        return beside and not _within(start, self._without_han)

    def _is_chinese(self, at: int) -> bool:
        if not 0 <= at < len(self.text):
            return False
        char = self.text[at]
        if char in _QUOTES:
            return self._is_chinese_quote(at)
        return char in _WIDE or at in self.new or has_han(char) or self._is_long(at)

    def _is_chinese_quote(self, at: int) -> bool:
        number = bisect.bisect_right(self._breaks, at - 1)
        start = self._breaks[number - 1] + 1 if number else 0
        if start not in self._chinese_quotes:
            end = self._breaks[number] if number < len(self._breaks) else None
            self._chinese_quotes[start] = _find_chinese_quotes(self.text[start:end])
        return at - start in self._chinese_quotes[start]

    def _is_face(self, end: int) -> bool:
        """Whether a mark is part of an emoticon, as in 明天见 :-)."""
        return end + (self.text[end : end + 1] == "-") in self._lone and self.text[end - 1] in ":;"

    def _is_protected(self, at: int) -> bool:
        """Whether a place is inside a URL, an address, code or the like."""
        text = self.text
        if (
            not self._has_markup
            and (  # those are of ASCII alone, and only a reference ends in such a mark
                text[at - 1 : at] > "~" or (text[at] != ";" and text[at + 1 : at + 2] > "~")
            )
        ):
            return False
        return _within(at, self._protected)

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in _BREAKS.finditer(self.text)]

    @cached_property
    def _without_han(self) -> list[tuple[int, int]]:
        return _find_lines(self.text, lambda line: not has_han(line))

    @cached_property
    def _protected(self) -> list[tuple[int, int]]:
        return protected_spans(self.text)

    def _is_long(self, at: int) -> bool:
        """Whether a dash or an ellipsis is a Chinese one, which is two characters long."""
        char = self.text[at]
        return char in "—…" and char in (self.text[at - 1 : at], self.text[at + 1 : at + 2])


def _find_lines(text: str, kind: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The ranges of the lines of a kind."""
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if kind(line):
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    if not spans:
        return False
    index = bisect.bisect_left(spans, (at + 1,)) - 1
    return index >= 0 and at < spans[index][1]


def _find_chinese_quotes(text: str) -> frozenset[int]:
    """The offsets of Chinese quotation marks in a line.

    English uses “ ” and ’ as well. A pair is Chinese if it contains Han, or if the nearest word on either
    side is Han. Punctuation in between is ignored in both widths, so that the result does not depend on
    widening it.
    """
    words = [match.span() for match in _WORDS.finditer(text)]
    starts = [start for start, _ in words]

    def beside(first: int, last: int) -> bool:
        before = bisect.bisect_left(starts, first) - 1
        after = bisect.bisect_right(starts, last)
        return (before >= 0 and has_han(text, words[before][1] - 1, words[before][1])) or (
            after < len(words) and has_han(text, words[after][0], words[after][0] + 1)
        )

    found: set[int] = set()
    opened: list[tuple[str, int, bool]] = []
    han = False
    last = 0
    for match in _QUOTE_MARKS.finditer(text):
        at, char = match.start(), match[0]
        han = han or has_han(text, last, at)
        last = at + 1
        if char in "“‘":
            opened.append((char, at, han))
            han = False
            if beside(at, at):
                found.add(at)
        elif opened and opened[-1][0] + char in {"“”", "‘’"}:
            _, start, outer = opened.pop()
            if han or beside(start, start) or beside(at, at):
                found.update((start, at))
            han = han or outer
        elif beside(at, at):
            found.add(at)
    return frozenset(found)
