"""Pages whose text is data in a script, or held back in another element, for the browser to show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from newsclean.characters import count_han, has_han
from newsclean.dates import from_timestamp, parse_date
from newsclean.facts import Fact
from newsclean.lazy import regex
from newsclean.markup.markdown import to_html
from newsclean.page.credits import people_in
from newsclean.page.head import Head
from newsclean.page.held import MOMENT, STAMP, Pair, find_pairs, name_before
from newsclean.page.words import load_words

_TAG = regex(r"<[a-zA-Z/!][^<>]*>")
_NAMES = tuple(
    regex(rf"""({key}(?<!\w{key}){rest})["']?\s{{0,4}}[:=]\s{{0,4}}["']([^"'\\<>]{{2,20}})["']""")
    for key, rest in (
        ("media", "(?:_?[nN]ame)?"),
        ("source", "_?[nN]ame"),
        ("copyfrom", ""),
        ("author", "_?[nN]ame"),
    )
)
"""Keys that name medium and author; each begins with what can be looked for fast."""
_MARKDOWN = regex(r"^(?:#{1,6} |!\[|>\s)|\*\*[^*\n]+\*\*", re.MULTILINE)
_SHORTEST, _SENTENCE, _BREAKS = 60, 20, 3
_AROUND = 400
"""Characters within which data about the same article stands."""


class Data(NamedTuple):
    """An article found in a script: its HTML, and what stands beside it."""

    html: str
    facts: list[Fact]


def find_data(source: str, head: Head) -> Data | None:
    """The article in the scripts of a page that shows nothing without them, or None.

    The longest Chinese text among the strings of the data is taken for it, or the strings of one key that
    follow one another; teasers of articles only where there is nothing else.
    """
    pairs = find_pairs(source)
    sizes = [count_han(_TAG.sub("", pair.value)) for pair in pairs]
    teasers = load_words().teasers
    texts = [at for at, size in enumerate(sizes) if size >= _SENTENCE]
    texts = [at for at in texts if pairs[at].key not in teasers] or texts
    alone = max(texts, key=sizes.__getitem__, default=None)
    rows = max(_find_rows(pairs, sizes), key=lambda run: _worth(run, sizes), default=[])
    if alone is None and not rows:
        return None
    if alone is not None and sizes[alone] >= sum(sizes[at] for at in rows):
        rows = [alone]
    if sum(sizes[at] for at in rows) < _SHORTEST:
        return None
    parts = dict.fromkeys(pairs[at].value for at in rows)  # what the data says twice is one text
    return Data("".join(map(_as_html, parts)), _facts(pairs, pairs[rows[0]].place, head))


def _find_rows(pairs: list[Pair], sizes: list[int]) -> Iterator[list[int]]:
    """For each key the run of its strings that are paragraphs of one text.

    From the first that is a sentence to the last one. Mostly nothing but strings of the key stands between
    two of them: a comment comes with a name, a teaser with a headline. Where such come before or behind, the
    run is from the first that stands next to another one to the last.
    """
    told = [at for at, size in enumerate(sizes) if size]
    runs: dict[str, list[int]] = {}
    for order, at in enumerate(told):
        if not pairs[at].key.startswith("<"):
            runs.setdefault(pairs[at].key, []).append(order)
    for orders in runs.values():
        long = [o for o in orders if sizes[told[o]] >= _SENTENCE and "。" in pairs[told[o]].value]
        own = frozenset(orders)
        for ends in (long, [o for o in long if not own.isdisjoint((o - 1, o + 1))]):
            run = [o for o in orders if ends and ends[0] <= o <= ends[-1]]
            broken = sum(after - before > 1 for before, after in pairwise(run))
            if len(run) > 1 and _BREAKS * broken < len(run):
                yield [told[o] for o in run]
                break


def _worth(run: list[int], sizes: list[int]) -> tuple[bool, int]:
    """How likely strings of one key are a text: most are sentences, which teasers with headlines are not."""
    sentences = sum(sizes[at] >= _SENTENCE for at in run)
    return 3 * sentences > 2 * len(run), sum(sizes[at] for at in run)


def find_date(source: str) -> str | None:
    """The date as the scripts of a page give it: that of the surest key, when it has one value."""
    dates: dict[str, set[str]] = {}
    for match in chain(STAMP.finditer(source), MOMENT.finditer(source)):
        if name := name_before(source, match.start()):
            dates.setdefault(name, set()).add(match[0])
    values = next((found for key in load_words().script["date"] if len(found := dates.get(key, ())) == 1), ())
    for value in values:
        return from_timestamp(int(value)) if value.isdigit() else parse_date(value)
    return None


def find_names(source: str) -> list[Fact]:
    """Medium and author as the scripts of a page give them, each under a key with one value."""
    names: dict[str, set[str]] = {}
    for match in chain.from_iterable(pattern.finditer(source) for pattern in _NAMES):
        if has_han(match[2]):
            names.setdefault(match[1].lower(), set()).add(match[2])
    alone = {key: values.pop() for key, values in names.items() if len(values) == 1}
    authors = [value for key, value in alone.items() if key.startswith("author")]
    media = [value for key, value in alone.items() if not key.startswith("author")]
    return [
        *(Fact("source", value, "script") for value in media[:1]),
        *(fact for value in authors for fact in people_in(value, "authors", "script")),
    ]


def _as_html(value: str) -> str:
    """Text as paragraphs, Markdown as HTML, HTML as it is, escaped HTML unescaped."""
    if "&lt;" in value and "<" not in value:
        value = html.unescape(value)
    if _TAG.search(value):
        return value
    if _MARKDOWN.search(value):
        return to_html(value)
    lines = html.unescape(value).splitlines()
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line.strip())


def _facts(pairs: list[Pair], place: int, head: Head) -> list[Fact]:
    """For each field the value of one of its keys next to the article's text; the one account of all."""
    accounts = {pair.value for pair in pairs if pair.key in load_words().accounts and has_han(pair.value)}
    facts = [Fact("source", account, "account") for account in accounts if len(accounts) == 1]
    for field, keys in load_words().script.items():
        near = sorted((pair for pair in pairs if pair.key in keys), key=lambda pair: abs(pair.place - place))
        if field == "title":  # those of other articles may stand nearer
            near = near or [pair for pair in pairs if pair.key.endswith("_title")]
            near = [pair for pair in near if pair.value in head.title_tag] or near
        elif field == "source":  # in lower case it is for machines
            near = [pair for pair in near if not (pair.value.isascii() and pair.value.islower())]
        elif near:  # of the same article the most certain key
            about = abs(near[0].place - place) + _AROUND
            beside = [pair for pair in near if abs(pair.place - place) <= about]
            near = sorted(beside, key=lambda pair: keys.index(pair.key))
        for pair in near:
            value = " ".join(_TAG.sub("", pair.value).split())
            if field == "date":
                date = (
                    from_timestamp(int(value)) if value.isdigit() and len(value) != len("20240601") else None
                )
                value = date or parse_date(value, head.year) or ""
            if not value or (field == "title" and not has_han(value)):
                continue
            facts.extend(
                people_in(value, field, "script")
                if field in {"authors", "editors"}
                else [Fact(field, value, "script")]
            )
            break
    return facts
