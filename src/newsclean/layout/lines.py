"""The lines of a page, and what their form says: headlines, running text, how they begin and end."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, NamedTuple, TypeVar

from newsclean.characters import LETTER, count_han, is_foreign
from newsclean.document import Paragraph
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.tables import load_table

LONGEST_HEADLINE: Final = 36
"""Characters; the longest of the headlines looked at (30 pages, 60 newspaper articles) had 33."""

_SHORT, _UNEVEN = 16, 2.2
"""A line longer than this, with one clause this many times as long as another, is not a headline."""
_LONGEST_EXCLAMATION: Final = 24
"""Most characters of a headline with a sentence mark inside: 未来可期！人社局举办开放日."""

_LONGEST_MARGIN: Final = 16
"""Most spaces that are a page's margin."""

_LABEL_AT_MOST: Final = 6
"""Most characters of a line that begins like running text and is none."""

_PLAIN: Final = frozenset({"text", "heading"})

REPEATED_TITLE: Final = "repeated-title"
"""The rule that removes a headline which the front matter names."""

PEOPLE: Final = frozenset({"authors", "photographers"})

_END: Final = frozenset("。！？…!?；;：:～~—－")
_STOPS: Final = frozenset("。！？…!?；;：:")
_NO_HEADLINE: Final = frozenset("。，、；：,;:…")
_NOTES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳¹²³⁰⁴⁵⁶⁷⁸⁹"
"""Marks of notes, which may follow the end of a sentence."""
_CLOSERS: Final = f"”’」』》）)】〕］]\"' {_NOTES}"
_PAIRS: Final = dict(zip("”’」』》〉）)】〕］]", "“‘「『《〈（(【〔［[", strict=True))
_PAIRED: Final = regex(f"[{re.escape(''.join(_PAIRS) + ''.join(_PAIRS.values()))}]")
_BRACKETED_END: Final = regex("(?:[（(【\\[][^（()）【】\\[\\]]*[）)】\\]])+$")
_SENTENCE: Final = regex("[。！？!?](?=.)")
_COMMA: Final = regex("[，；]|[,;](?![0-9])")
_CLAUSES: Final = regex("[，；\\s]+|[,;](?![0-9])")
_DATE: Final = regex(
    "(?=[0-9０-９])(?:[0-9０-９]{4}年)?(?:[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}[日号])?)?(?:[上下]午|晚上?|凌晨|起)?[，,]"
)
_DATELINE: Final = regex(
    "[（(]?据?(?:本报|本台|本网|本刊|新华社|新华网|中新社|中新网|中国新闻网|央视网?|人民网|"
    + LETTER + "{2,6}(?:日报|晚报|时报|早报|晨报|商报|都市报|新闻网|融媒体?))[^，。！？；：,;:\\n]{0,24}?"
    "(?:讯|电|消息)(?![员视话子影脑信费力气动台站网车商竞号])"
    "|[（(](?:本报|通讯员|特约|见习|实习)?(?:记者|通讯员)[^）)，。]{1,40}[）)]"
)  # fmt: skip
_NUMBERED: Final = regex(
    "[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3}|[①-⑳])(?:[、)）]|[.．](?![0-9])|(?<=[①-⑳]))"
    "|第[一二三四五六七八九十0-9]{1,3}[章节条款期届部篇回，,、]|[●■◆▲★○□△☆◇·•▪➤►▶*#>-]"
)
_LATIN: Final = regex("[A-Za-z\u00c0-\u024f]")
_LETTERS_A_CHARACTER: Final = 4
"""Most Latin letters per Chinese character in a Chinese line."""
_NO_BEGINNING: Final = regex("[，。、；：！？）》”’」』】％…]|[%,;:!?)](?![A-Za-z0-9])")
"""Marks that cannot begin a sentence; `:param` and `,20` begin the lines of a program or a table."""
_LABEL: Final = regex("[\u4e00-\u9fff]{2,4}(?<![说道称示出问答言曰讲写叫为是])[：:]")
_FIELD: Final = regex("[\u4e00-\u9fff]{2,8}[：:]")
_QUESTION: Final = regex("(?:问|答|记者|主持人|网友|嘉宾|编辑|读者|专家)[：:]|Q[：:]|A[：:]")


class Words(NamedTuple):
    """The words of `rules/layout.toml`."""

    openers: tuple[str, ...]
    unfinished: tuple[str, ...]
    continuing: tuple[str, ...]
    boxes: frozenset[str]


@functools.cache
def words() -> Words:
    """The word lists, read once."""
    table = load_table("layout")
    return Words(
        tuple(table["openers"]),
        tuple(table["unfinished"]),
        tuple(table["continuing"]),
        frozenset(table["boxes"]),
    )


@functools.cache
def _unseen() -> frozenset[str]:
    few = map(chr, (*range(0x2100), 0x3000, 0xFEFF))  # Latin to general punctuation, and two more
    return frozenset(c for c in few if c.isspace() or unicodedata.category(c) in {"Cc", "Cf"})


_T = TypeVar("_T")


class _once(Generic[_T]):  # noqa: N801 - a decorator
    """An attribute made when it is first asked for; functools' own takes a lock, ten times as long."""

    def __init__(self, make: Callable[[Any], _T]) -> None:
        self.make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, line: Any, owner: type) -> _T:  # noqa: ANN401 - whatever it is an attribute of
        value = line.__dict__[self.name] = self.make(line)
        return value


class Line:
    """One paragraph, and what its form says about it.

    Attributes:
        index: Its place among the document's paragraphs.
        paragraph: The paragraph.
        text: Its text without invisible characters at the ends: spaces, zero-width and control characters.
        stands: Whether it is part of the text.
        is_plain: Whether it is text or a heading, and not a list, table, code, quotation or caption.
    """

    def __init__(self, index: int, paragraph: Paragraph, margin: int = 0) -> None:
        self.index = index
        self._margin = margin
        self.paragraph = paragraph
        text = paragraph.text
        if text[:1] in _unseen() or text[-1:] in _unseen():
            text = text.strip("".join(_unseen()))
        self.text = text
        self.stands = paragraph.removed is None and self.text != ""
        self.is_plain = self.stands and paragraph.kind in _PLAIN

    @_once
    def head(self) -> str:
        """Its beginning, simplified: as much as a dateline may take."""
        return simplify(self.text[:80])

    @_once
    def tail(self) -> str:
        """Its end, simplified."""
        return simplify(self.text[-8:])

    @_once
    def is_chinese(self) -> bool:
        """Whether it is Chinese; the beginnings and ends of lines in other languages mean nothing here."""
        han = count_han(self.text)
        if is_foreign(self.text):
            return False
        return han * _LETTERS_A_CHARACTER >= len(_LATIN.findall(self.text)) and han > 0

    @property
    def is_indented(self) -> bool:
        """Whether it is indented beyond the margin of the page, as paragraphs in Chinese print are."""
        return self.paragraph.text[self._margin : self._margin + 2].isspace() and self.text != ""

    @_once
    def is_credit(self) -> bool:
        """Whether it only names authors or photographers."""
        if not self.paragraph.facts or not any(
            f.field in PEOPLE and f.origin in {"byline", "credit"} for f in self.paragraph.facts
        ):
            return False
        return not self.stands or (len(self.text) <= LONGEST_HEADLINE and "。" not in self.text)

    @property
    def is_repeated(self) -> bool:
        """Whether it is a headline that was removed because the front matter names it."""
        return self.paragraph.removed == REPEATED_TITLE

    @_once
    def names(self) -> frozenset[str]:
        """Which of `authors` and `photographers` it names."""
        return frozenset(f.field for f in self.paragraph.facts if f.field in PEOPLE)

    @_once
    def signs_off(self) -> bool:
        """Whether it is text that ended in the name of its author, which was removed."""
        facts = (f for f in self.paragraph.facts if f.field == "authors")
        return (
            self.stands and bool(self.paragraph.cuts) and any(f.origin in {"byline", "credit"} for f in facts)
        )

    @_once
    def has_dateline(self) -> bool:
        """Whether it begins with 本报讯 or the like; a line wholly in brackets ends an article instead."""
        if any(fact.origin == "dateline" for fact in self.paragraph.facts):
            return True
        head = self.head
        if not self.is_plain or not ("讯" in head or "电" in head or "消息" in head or head[0] in "（("):
            return False  # as of most lines
        if head[0] in "（(" and self.text[-1] in "）)":
            return False
        return _DATELINE.match(head) is not None

    @_once
    def is_numbered(self) -> bool:
        """Whether it begins with a number or a bullet, as list items and sections do."""
        return _NUMBERED.match(self.head) is not None

    @_once
    def is_spoken(self) -> bool:
        """Whether it is a question or an answer in an interview."""
        return _QUESTION.match(self.head) is not None

    @_once
    def is_labelled(self) -> bool:
        """Whether it begins with a label, as notes and fields of a form do: 附记：, 地址：."""
        return _LABEL.match(self.head) is not None

    @_once
    def is_field(self) -> bool:
        """Whether it may be a field of a form, whose label may be longer: 中图分类号：."""
        return _FIELD.match(self.head) is not None

    @_once
    def is_box(self) -> bool:
        """Whether it heads a box inside an article: 相关链接, 记者手记."""
        return self.head.strip("【】[]《》<>■●◆▲—-：: ") in words().boxes or self.head[:1] in "【["

    @_once
    def is_finished(self) -> bool:
        """Whether it ends like a paragraph, not counting a remark in brackets at the end."""
        if self.text[-1:] in _END:
            return True
        text = self.text[-80:]
        bracketed = _BRACKETED_END.search(text) if text[-1:] in "）)】]" else None
        if bracketed:
            text = text[: bracketed.start()].rstrip()
            if not text:
                return True
        text = text.rstrip(_CLOSERS)
        return text[-1:] in _END or not text

    @_once
    def is_running(self) -> bool:
        """Whether it is running text, rather than a headline, a caption or a line of verse."""
        text = self.text
        if _SENTENCE.search(text) or self.has_dateline:
            return True
        if len(text) <= _SHORT or not _COMMA.search(text):
            return False
        clauses = [len(clause) for clause in _CLAUSES.split(text) if clause]
        return len(text) > LONGEST_HEADLINE or max(clauses) > _UNEVEN * min(clauses)

    @_once
    def opens(self) -> bool:
        """Whether it begins like a typical news paragraph."""
        return self.head.startswith(words().openers) or _DATE.match(self.head) is not None

    @_once
    def is_headline(self) -> bool:
        """Whether it may be a headline, of an article or of a section."""
        text = self.text
        if not 1 < len(text) <= LONGEST_HEADLINE or not self.is_plain or self.is_credit:
            return False
        if self.paragraph.kind == "heading":
            return True
        if "。" in text or text[-1] in _NO_HEADLINE or (text[0] in "（(" and text[-1] in "）)"):
            return False
        opens = self.opens and len(text) > _LABEL_AT_MOST  # 今日论语 heads a column
        if self.is_spoken or opens or self.continues or (self.is_running and not _SENTENCE.search(text)):
            return False
        return len(text) <= _LONGEST_EXCLAMATION or not _SENTENCE.search(text.rstrip(_CLOSERS))

    @_once
    def is_open(self) -> bool:
        """Whether it ends in a comma or inside brackets or quotation marks."""
        return self.tail[-1:] in "，、,《“‘（(「『" or bool(self.opened)

    @_once
    def wants_more(self) -> bool:
        """Whether it ends in a word that cannot end a sentence."""
        return self.tail.endswith(words().unfinished)

    @_once
    def continues(self) -> bool:
        """Whether it begins with something that cannot begin a sentence."""
        return _NO_BEGINNING.match(self.head) is not None or self.head.startswith(words().continuing)

    @_once
    def opened(self) -> str:
        """The brackets and quotation marks that it opens and does not close, in order."""
        return _balance(self.text)[1]

    @_once
    def closed(self) -> str:
        """The opening counterparts of those that it closes and did not open, in order."""
        return _balance(self.text)[0]


def _balance(text: str) -> tuple[str, str]:
    closed: list[str] = []
    opened: list[str] = []
    for char in _PAIRED.findall(text):
        opener = _PAIRS.get(char)
        if opener is None:
            opened.append(char)
        elif opened and opened[-1] == opener:
            opened.pop()
        elif not opened:
            closed.append(opener)
    return "".join(closed), "".join(opened)


def lines_of(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """A line for every paragraph, including removed ones."""
    some = list(paragraphs)
    margin = _margin(some)
    return [Line(index, paragraph, margin) for index, paragraph in enumerate(some)]


def _margin(paragraphs: Iterable[Paragraph]) -> int:
    """How many spaces every line begins with, as those of text browsers and mails do."""
    margin = _LONGEST_MARGIN
    for paragraph in paragraphs:
        if paragraph.stands and not paragraph.text.startswith(" " * margin):
            margin = len(paragraph.text) - len(paragraph.text.lstrip(" "))
    return margin


def all_end_as_sentences(paragraphs: Iterable[Paragraph]) -> bool:
    """Whether no paragraph is a headline or broken: a quick check that many texts pass."""
    rest = [p for p in paragraphs if p.text[-1:] not in _END and p.removed is None]
    return not rest or all(map(_is_whole, paragraphs))


def _is_whole(paragraph: Paragraph) -> bool:
    """Whether a paragraph is certainly not a headline, a wrapped line or a broken paragraph."""
    if paragraph.removed is not None or paragraph.kind not in _PLAIN:
        return True
    text = paragraph.text
    end = text[-1:]
    if paragraph.kind == "heading" or (end not in _NO_HEADLINE and "。" not in text):
        return False
    return end in _STOPS or (end in "”’」』" and text[-2:-1] in _STOPS)
