"""Tells the line of date, source and names under a headline in text that has lost its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsclean.boilerplate.toolbars import is_tool_bar
from newsclean.dates import find_dates
from newsclean.facts import Fact
from newsclean.fold import fold
from newsclean.lazy import regex
from newsclean.people import Credit, is_name, parse_credit

_LONGEST = 160
ENDS = tuple("。！？!?；;…”’」』")
"""What a sentence ends in."""
_SIGN = r"[^\s:。]{0,10}(?:记者|通讯员)(?:[ :、]{1,2}[^\s:。、]{2,4}){1,4}"
_PAPER = r"[^\s:]{2,13}(?:[日晚早晨时商快周市]报|周刊|在线|网|电视台)"
_DAY = r"\d{4}[-年]\d\d[-月]\d\d日?"
_DATED = regex(
    rf"(?:(?:https?://|www\.)[\w./-]+ )?{_DAY} \d\d:\d\d"
    r"|\d{4}-\d\d-\d\d(?: |$)"
    r"|\d{4}年\d\d月\d\d日 ?[·|]"
    r"|(?:首发于?|(?:最[后近])?(?:发布|发表|更新|编辑|修改|创建)[于在]|(?i:posted) ?(?:@|on))"
    rf" ?{_DAY}(?:[ |·]|$)"
    rf"|(?:[^\s:]{{1,14}}[报网社台刊线端] |{_SIGN} ){{1,3}}{_DAY}(?: |$)"
    rf"|{_DAY}(?: {_PAPER}| {_SIGN}){{1,3}}(?:$| [^\s:]{{2,4}}:)"
    rf"|(?:[A-D]\d{{1,2}}|第?[A-Z]?\d{{1,2}}版)[ ·:|]{{0,3}}[^\s:。,]{{0,6}} {_DAY}"
    rf"|{_DAY} (?:[A-D]\d{{1,2}}|第?[A-Z]?\d{{1,2}}版)"
)
"""How the line under a headline begins, if not with a label: with a time of day, which may stand behind an
address, with a date in figures or a mark that divides, with what was done that day, with a medium or whom it
is by and a date, or with the page of a paper and its day."""
_SIGNED = regex(
    r"([^\s:。,]{2,8}) (?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2} \d{1,2}:\d{2}"
    r"|发[布表]于 ?\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2})"
)
"""How it begins if with a name and a time: 甲乙丙 2021-03-04 10:20, 甲乙丙 发表于 2021-03-04."""
_POSTED = regex(
    r"(?:[^\s:。,]{2,10} ){1,3}(?:于 )?\d{4}[/.-]\d{1,2}[/.-]\d{1,2} \d{1,2}:\d{2}"
    r"(?::\d{2}(?: 发[布表])?| [^\s:。,\d]{2,5}\d[\d.]*[万亿]?\+?| (?:来自|发布于|发表于)[^\s:。,]{2,8})"
    r"(?: (?:[^\s:。,\d]{2,5} ?)?\d[\d.]*[万亿kw]?\+?){0,4}"
    r"|(?=[^\d]*[报网社台刊端闻] )(?:[^\s:。,]{2,10} ){1,3}\d{4}[/.-]\d{1,2}[/.-]\d{1,2} \d{1,2}:\d{2}"
)
"""The same as a whole, whoever it is, with seconds, a count of readers, a place or a medium."""
_NO_BAR = frozenset({"资料来源", "数据来源"})
"""Labels of tables and charts."""
_BARRED = regex(r"\d{4}|[:：】\]年]")
_LABEL_END = regex(r":|[/|](?= ?\d)")
_FIGURES = regex(r"(?<![\w/])\d{4}[-/.]", re.ASCII)
"""How a day begins that is no part of an address: with its year."""
_LABELLED = regex(rf"^{_DAY}(?: \d\d:\d\d)?[ |·,]+")
"""What may stand before the label."""
_IN_BRACKETS = regex(r"^\s*[【\[]([^【】\[\]]{2,5})[】\]][:：]?(?=\S)")
"""A label in brackets: 【来源】."""
_LABEL, _VALUE = 8, 24
"""Characters of a label and of a value, at most, where each is a line."""


def facts_of_bar(text: str) -> tuple[Fact, ...]:
    """What a line states that may be such a bar; nothing when it is none, or says nothing.

    >>> [fact.value for fact in facts_of_bar("2021-03-04 10:20 来源：河东日报")]
    ['2021-03-04T10:20', '河东日报']
    """
    if len(text) > _LONGEST or text.rstrip().endswith(ENDS) or not _BARRED.search(text):
        return ()
    text = _IN_BRACKETS.sub(r"\1:", text)
    from newsclean.page.bar import Line, is_bar  # noqa: PLC0415 - only a few lines are looked at so
    from newsclean.page.bar_reader import read_bar  # noqa: PLC0415 - the same
    from newsclean.page.words import load_words  # noqa: PLC0415 - the same

    line = fold(text).text.lstrip("([【|")
    plain = _with_plain_dates(line)
    label = _LABEL_END.split(_LABELLED.sub("", plain), 1)[0].strip().lower()
    labelled = label in load_words().labels and label not in _NO_BAR
    signed = _SIGNED.match(line)
    begins = labelled or _DATED.match(plain) or _POSTED.fullmatch(line) or (signed and is_name(signed[1]))
    if not begins or not is_bar(text):
        return ()
    facts = tuple(read_bar([Line(text)]).facts)
    dates = [fact for fact in facts if fact.field == "date"]
    if labelled and load_words().labels[label] == "written" and len(dates) == 1:  # another line tells better
        facts = tuple(fact._replace(origin="credit") if fact in dates else fact for fact in facts)
    return facts if any(len(fact.value.strip(": ：")) > 1 for fact in facts) else ()


def _with_plain_dates(line: str) -> str:
    """A line with its days as 2021-03-04, or 2021年03月04日 where they are in words, and 10:20 behind."""
    pieces: list[str] = []
    done = 0
    for start, end, iso in find_dates(line):
        day, _, clock = iso.partition("T")
        in_words = "年" in line[start:end] or line[start].isalpha()
        if len(day) == len("YYYY-MM-DD") and (in_words or _FIGURES.match(line, start)):
            day = "{}年{}月{}日".format(*day.split("-")) if in_words else day
            pieces += (line[done:start].rstrip(), day, clock[:5])
            done = end
    return " ".join(filter(None, (*pieces, line[done:].lstrip())))


def facts_of_credit(credit: Credit) -> tuple[Fact, ...]:
    """What a credit says; whom it names as editors counts as a credit, be it in a byline."""
    return tuple(f._replace(origin="credit") if f.field == "editors" else f for f in credit.facts)


def is_label(line: str) -> bool:
    """Whether a line may be nothing but a label: 来源：."""
    return 1 < len(line) <= _LABEL and line.endswith((":", "："))


def read_labels(
    lines: Sequence[str], labels: Iterable[int], head: int
) -> Iterator[tuple[int, str, tuple[Fact, ...]]]:
    """What is said where each label and each value is a line, as text taken out of a page by elements has it.

    Args:
        lines: The paragraphs of a document.
        labels: The indexes of those that are labels.
        head: How many stand above the text, where a bar may be.

    Yields:
        The index of each label that has its value in the next line, the grammar that reads the two, and what
        they say.

    >>> [found[:2] for found in read_labels(["来源：", "河东日报", "编辑：", "闻小川"], [0, 2], 4)]
    [(0, 'source-bar'), (2, 'credit')]
    """
    for index in labels:
        label, value = lines[index].strip(), "".join(lines[index + 1 : index + 2]).strip()
        if not 0 < len(value) <= _VALUE:
            continue
        credit = parse_credit(label + value)
        facts = facts_of_bar(label + value) if index < head else ()
        if credit and credit.facts:
            yield index, "credit", facts_of_credit(credit)
        elif facts or (index < head and is_tool_bar(fold(label + value).text, alone=False)):
            yield index, "source-bar", facts
