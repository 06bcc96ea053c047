"""What source bars state: date, source and people, under labels or by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from newsclean.dates import Found, find_dates
from newsclean.facts import PEOPLE, Fact, Field, Origin
from newsclean.fold import Folded, fold, simplify
from newsclean.lazy import regex
from newsclean.page.bar import LONGEST, LONGEST_NAME, Line, is_edition, is_medium, is_tools, opens_with_moment
from newsclean.page.credits import (
    LATIN,
    LOGIN,
    MARK,
    by_office,
    credited,
    foreign_name,
    is_credit,
    named,
    read_credits,
    stands_apart,
)
from newsclean.page.labels import NO_YEAR, SENTENCE, Label, find_labels, lone_label, names_occasion
from newsclean.page.words import ends_as_medium, load_words
from newsclean.people import is_name
from newsclean.people.roles import roles

DOT = regex(r"(?<![^\s\d])[·•∙]|[·•∙](?=[\s\d]|$)|[▪▍┃┊❘]")
"""A dot that divides; the one in a name has Chinese characters on both sides."""
WORD = regex(r"[^\s|\[\]【】<>]+")
_SEGMENT = regex(r"[^|\[\]【】<>]+")
_ENDS = regex(r"[\s|\[【(,;、>]")
_ORIGINAL = regex(r"^原创\s?[:：]\s?")
"""What is no label, though older pages of accounts end it with a colon: 原创：甲乙丙 某号."""
_FEW = 4
"""Words, at most, of a line of names and a medium."""
_MOST = 12
"""Words of a piece, at most, in which people are looked for."""
ASIDE = regex(
    r"\([^()]{0,30}(?:更新|修改|\d:\d\d)[^()]{0,30}\)"
    r"|\+[关關]注"
    r"|(?<!\S)[来发]自(?: [^\s|]{1,20}|(?:i(?:Phone|Pad|OS)|Android|安卓|手机|电脑|网页)[^\s|]{0,6})"
)
"""When a page was updated, +关注, and from what place or telephone: 来自 iPhone, 来自Android客户端."""
OFFICIAL = regex(r"(?<=[\u3400-\u9fff]{2})官方(?:账号|帐号|賬號|帳號|微博)$")
"""What a platform says of an account, behind its name."""
_TITLED = regex(r"《([^《》]{2,20})》(?:杂志|期刊|周刊|月刊)?(?![-—\u3400-\u9fff])")
_LOOSE = regex(r"(?<=《)\s+|\s+(?=》)")
"""Space within the marks around a paper's name: 《 某日报 》."""
RELATIVE = regex(
    r"(?:[刚剛]{2}|今天|昨天|前天|\d+\s?(?:秒|分[钟鐘]|小[时時]|天|[周週]|[个個]月|年)前)(?:\s?\d{1,2}:\d\d)?(?![\u3400-\u9fff])"
)
_CALENDAR = regex(
    "农历|阴历|夏历|星期|周[一二三四五六日]$|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
    "|(?:晴|阴|多云|(?:[小中大暴阵冻]|雷阵)?[雨雪]|雾|霾|转|间|到)+$"
)
"""What else of the day a paper names in its head, or a diary: 农历五月初七, 多云转晴."""
_EDITED = regex(r"本[帖文]最后由")
"""Who changed a forum's post last, and when: 本帖最后由 某某 于 2014-8-4 07:20 编辑."""
_COUNTED = regex(r"[量数]\d[\d.,]*[万亿wWkK]?\+?$")
"""How often a page was read: 全网传播量15.2万."""
PLACED = regex(r"(?:来自|发自|发布于|发表于|IP属地)")
"""Where a page was written, as platforms show it: 来自某地."""
_ADVICE = ("注明", "标明", "标注")
"""What stands before the label where readers are told what to write under a copy: 转载请注明来源：某标题."""
_COUNTRY = regex(r"[\[(【][\u3400-\u9fff]{1,3}[\])】]")
"""Where an author is from, before the name: [日]某某."""
_NICKED = regex(r"([A-Za-z]\w{1,15}) ?\([^()]{0,40}\)$", re.ASCII)
"""A user of a bulletin board, and what they call themselves: linqiao (林荫道)."""
_ROLE = regex("记者|通讯员|编辑|责编|作者|撰|采写|[文图摄][:/|]|报道|报导|特派员|实习生")
_BY = regex(
    r"\s*(?:(?i:by)[\s:]+([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3})"
    r"|由 ?([^\s|,。]{2,20}?) ?(?:(?:发表|发布|撰写)[于在]? ?)?$)"
)
"""Who wrote, or posted on the date behind it: by Elena Marsh, 由 某某 发表于."""
_SENT_FROM = regex(r"[\u3400-\u9fff]{1,4}(?<![快通资简电短视时捷喜财腾])讯")
"""Where a report was sent from, which looks like a name: 某地讯, not 某地快讯."""


class Bar(NamedTuple):
    """What a bar states.

    Attributes:
        facts: Its facts.
        updated: The date of the last change, when it gives one.
    """

    facts: list[Fact]
    updated: str | None


def read_bar(lines: Iterable[Line], year: int | None = None, *, loose: bool = True) -> Bar:
    """What the lines of a bar state.

    Args:
        lines: The lines between headline and article, or after it.
        year: The year for dates that give only month and day.
        loose: Whether what has no label is read too: a date, and words beside it for the source.

    Returns:
        Its facts, in order; of dates first what a label calls the publication's.
    """
    reader = _Reader(year)
    for line in lines:
        if len(line.text) <= LONGEST:
            reader.read(line, loose=loose)
    return Bar(reader.all_facts(), reader.updated)


class _Reader:
    """Reads the lines of a bar one by one; a label may stand in a line of its own before its value."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.updated: str | None = None
        self._facts: list[Fact] = []
        self._dates: dict[str, list[str]] = {"date": [], "free": [], "written": [], "edition": []}
        self._pending: Label | None = None
        self._line = Folded("", "")

    def all_facts(self) -> list[Fact]:
        """What was found; dates in the order in which they count."""
        self._dates["free"].sort(key=lambda iso: "T" not in iso)  # the day of an issue has no time
        dates = [iso for some in self._dates.values() for iso in some]
        return [*(Fact("date", iso, "source-bar") for iso in dates), *self._facts]

    def read(self, line: Line, *, loose: bool) -> None:
        """Read one line."""
        line = line._replace(text=DOT.sub("|", _LOOSE.sub("", _ORIGINAL.sub("原创 ", line.text))))
        self._line = fold(line.text)
        text = self._line.text
        labels = find_labels(text)
        pending, self._pending = self._pending, None
        nothing = all(label.field == "other" for label in labels)
        if _EDITED.match(text) or (nothing and names_occasion(text)):
            return
        if not labels and (label_alone := lone_label(text)):
            self._pending = label_alone
            return
        if (
            pending
            and not labels
            and len(text) <= 2 * LONGEST_NAME
            and (pending.field in self._dates or not is_tools(text))  # the numbers of a date count as tools
            and text not in load_words().columns
            and (pending.start == 0 or pending.field not in PEOPLE or _are_names(text))
        ):
            rest = self._state(pending, 0, len(text))
            if loose:
                self._read_free([rest], dated=False)
            return
        if (
            (loose or (_ROLE.search(text) and is_credit(text)))
            and not (":" in text and SENTENCE.search(text))  # 作者：甲乙丙，编辑：丁戊，题图来自：某图库
            and not any(label.field in self._dates or label.field == "source" for label in labels)
            and next(find_dates(text, self.year), None) is None
            and not foreign_name(text)
            and (found := read_credits(line))
        ):
            self._facts.extend(found)
            return
        free = [(0, labels[0].start if labels else len(text))]
        for label, after in pairwise([*labels, None]):
            assert label is not None  # only the last of a pair is
            free.append(self._state(label, label.end, after.start if after else len(text)))
        if loose:
            self._read_free(free, dated=any(label.field in {"date", "updated"} for label in labels))

    def _state(self, label: Label, start: int, end: int) -> tuple[int, int]:
        """Take note of what stands behind a label; gives back what of it belongs to no label."""
        text = self._line.text
        if not text[start:end].strip():
            self._pending = label if end == len(text) else None
            return end, end
        dated = next(find_dates(text[start:end], self.year), None)
        if label.field in self._dates or label.field == "updated":
            if dated is None:
                return end, end
            if label.field == "updated":
                self.updated = self.updated or dated.iso
            else:
                self._dates[label.field].append(dated.iso)
            return start + dated.end, end
        until = start + dated.start if dated else end
        if label.field == "source":
            until = self._take_source(label, start, until)
            kind = _kind_of_date(dated, text[start + dated.end : end]) if dated else None
            if dated and kind:
                self._dates[kind].append(dated.iso)
                return until, start + dated.start
        elif label.field in PEOPLE:
            until = self._take_people(label, start, until)
        elif not (dated and ("T" in dated.iso or text[start : start + dated.start].strip())):
            return end, end
        return until, end

    def _take_source(self, label: Label, start: int, end: int) -> int:
        """Note the source a value begins with; gives back where it ends.

        What a page is from may be a place, 来自：湖南, but not behind the author's name.
        """
        text = self._line.text
        while start < end and text[start] in "[<【 -—:":
            start += 1
        stop = _ENDS.search(text, start, end)
        until = stop.start() if stop else end
        first, last = start, until
        if titled := _TITLED.match(text, start, until):
            first, last = titled.span(1)
        source = LOGIN.sub("", text[first:last].rstrip("]>】:-—"))
        if "(" not in source:
            source = source.rstrip(")")
        signed = any(fact.field == "authors" for fact in self._facts)
        placed = PLACED.match(label.word) and not (signed or is_medium(source))
        advice = text.endswith(_ADVICE, 0, label.start) and not is_medium(source)
        nothing = advice or "://" in source or is_tools(source) or source in load_words().nowhere
        if source and not (placed or nothing or source.startswith(roles().permitted)):
            self._note("source", first, first + len(source))
        return until

    def _take_people(self, label: Label, start: int, end: int) -> int:
        """Note the people a value begins with; gives back where they end."""
        if login := _NICKED.match(self._line.text, start, end):
            self._note(PEOPLE[label.field], *login.span(1))
            return login.end()
        country = _COUNTRY.match(self._line.text, start, end)
        words = WORD.finditer(self._line.text, country.end() if country else start, end)
        usable = list(takewhile(lambda word: not is_tools(word[0]), islice(words, _MOST)))
        for count in range(len(usable), 0, -1):
            names = self._line.slice(usable[0].start(), usable[count - 1].end())
            found = named(f"{label.word}:{names}", PEOPLE[label.field])
            if found:
                self._facts.extend(by_office(label, found))
                return usable[count - 1].end()
        return end

    def _note(self, field: Field, start: int, end: int, origin: Origin = "source-bar") -> None:
        official = OFFICIAL.search(self._line.text, start, end)
        end = official.start() if official else end
        self._facts.append(Fact(field, self._line.slice(start, end), origin))

    def _read_free(self, free: list[tuple[int, int]], *, dated: bool) -> None:
        """What stands under no label: dates, and beside them names, credits, and the medium.

        Args:
            free: The pieces of the line that belong to no label.
            dated: Whether a label dates the line: then only what is called like a medium is taken for one,
                as where authors are named before: 某报 作者：甲乙丙.
        """
        text = self._line.text
        dates = [self._dates_in(*span) for span in free]
        segments = [s for span, some in zip(free, dates, strict=True) for s in self._segments(*span, some)]
        if any(SENTENCE.search(text, *segment) for segment in segments):
            if not opens_with_moment(text):
                return
            segments = []
        self._dates["free"] += [
            iso for some in dates for _, _, iso in some if self.year or iso[:4] != str(NO_YEAR)
        ]
        sure = any(dates) or any(RELATIVE.search(text, *segment) for segment in segments)
        words = [word for segment in segments for word in self._uncredited(*segment)]
        if not words:
            return
        sure = sure or (len(free) == 1 and self._signs(words))
        left = []
        for start, end in words:
            mark = MARK.match(text, start, end)
            shift = mark.end() if mark else start
            if (mark and is_name(text[shift:end])) or ((sure or dated) and stands_apart(text[shift:end])):
                self._note("authors", shift, end)
            else:
                left.append((start, end))
        media = [span for span in left if ends_as_medium(text[slice(*span)])]
        if not sure or is_edition(text):  # beside the number of a paper's page stands its section
            left = media if sure or dated or any(fact.field == "authors" for fact in self._facts) else []
        few = left and (len(left) <= 2 or len(media) == 1)  # noqa: PLR2004
        if few and not any(fact.field == "source" for fact in self._facts):
            self._note("source", *(media or left[-1:])[0], "account")

    def _signs(self, words: list[tuple[int, int]]) -> bool:
        """Whether words are a medium and the names of people, and nothing else: 闻小川 沈秋 某报."""
        if not 1 < len(words) <= _FEW:
            return False
        said = [self._line.text[slice(*word)] for word in words]
        return sum(map(ends_as_medium, said)) == 1 and sum(map(stands_apart, said)) == len(said) - 1

    def _dates_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The days a piece names: where each stands, and the date."""
        return [
            (start + found.start, start + found.end, found.iso)
            for found in find_dates(self._line.text[start:end], self.year or NO_YEAR)
            if len(found.iso) >= len("YYYY-MM-DD")
        ]

    def _segments(self, start: int, end: int, dates: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
        """What stands between dates, asides, and the marks that divide a bar."""
        text = self._line.text
        cuts = [(a, b) for a, b, _ in dates] + [match.span() for match in ASIDE.finditer(text, start, end)]
        for (_, a), (b, _) in pairwise([(start, start), *sorted(cuts), (end, end)]):
            for match in _SEGMENT.finditer(text, a, max(a, b)):
                yield match.span()

    def _uncredited(self, start: int, end: int) -> list[tuple[int, int]]:
        """The words of a piece that may name the medium or the author; what is a credit is noted."""
        text = self._line.text
        if LATIN.fullmatch(text[start:end].strip()):
            return []  # ELENA MARSH may be a person, BCN News a medium; neither of their words is one
        words = [match.span() for match in WORD.finditer(text, start, end)]
        if _ROLE.search(text, start, end):
            paper = text.rfind("《", start + 1, end)  # 本报记者 甲乙丙《某报》
            until = end if paper < 0 else paper
            for index, (first, last) in enumerate(words[:_MOST]):
                found = read_credits(Line(self._line.slice(first, until))) or (
                    read_credits(Line(self._line.slice(first, last)))  # 某报记者甲乙丙 某地
                )
                if found and not (ends_as_medium(text[first:last]) and _are_cut_out(text[first:last], found)):
                    self._facts.extend(found)
                    words = words[:index] + ([] if paper < 0 else [(paper, end)])
                    break
        if by := _BY.match(text, start, end):
            who = by.span(by.lastindex or 0)
            self._note("source" if is_medium(text[slice(*who)]) else "authors", *who)
            return []
        kept = []
        for first, last in words:
            word = text[first:last].strip("()-,;/")
            if (titled := _TITLED.search(word)) and ends_as_medium(titled[1]):
                at = text.index(titled[1], first)
                self._note("source", at, at + len(titled[1]))
                word = word[: titled.start()]
            if "/" in word and (found := credited(self._line.slice(first, last))):
                self._facts.extend(found)
            elif _may_name(word):
                shift = text.index(word, first, last)
                kept.append((shift, shift + len(word)))
        return kept


def _are_cut_out(medium: str, found: list[Fact]) -> bool:
    """Whether a credit takes parts of a medium's name for people: 江州新 and 闻网 are none."""
    return any(fact.field != "source" and medium.startswith(simplify(fact.value)) for fact in found)


def _are_names(text: str) -> bool:
    """Whether a line is nothing but people's names: only those follow a label that ends a line of others."""
    return all(map(stands_apart, WORD.findall(text)))


def _kind_of_date(dated: Found, behind: str) -> str | None:
    """What the date behind a medium is by what follows: that of its issue, or before a notice the page's."""
    if is_edition(behind):
        return "edition"
    return "free" if "T" in dated.iso and SENTENCE.search(behind) else None


def _may_name(word: str) -> bool:
    """Whether a word of a bar may name medium or author: it is nothing else that bars say without a label."""
    return (
        1 < len(word) <= LONGEST_NAME
        and any(map(str.isalnum, word))  # ★★★★☆ is a vote
        and not any("\uac00" <= char <= "\ud7a3" for char in word)  # Korean papers' pages in Chinese
        and not is_tools(word)
        and ":" not in word
        and "@" not in word
        and not PLACED.match(word)
        and not word.endswith(("报道", "报导", "时间"))
        and not word.endswith(("创作者", "爱好者"))  # a platform of an account: 优质三农领域创作者
        and not _SENT_FROM.fullmatch(word)
        and not RELATIVE.match(word)
        and not _CALENDAR.match(word)
        and not _COUNTED.search(word)
        and not word.isdigit()
        and word not in roles().by_word
        and word not in load_words().labels
        and word not in load_words().columns
    )
