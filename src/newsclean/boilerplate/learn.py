"""Learns the boilerplate of a site: lines that recur at the head or tail of many of its documents.

The result is a draft of house rules, which take effect once somebody has reviewed and configured them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from newsclean.boilerplate.ruleset import LONGEST, Rule
from newsclean.document import Document, Paragraph
from newsclean.fold import fold
from newsclean.lazy import regex
from newsclean.tomlfile import quoted

ENDS = 6
"""Paragraphs at either end that are examined."""
LEAST = 4
"""Least number of documents of a site in which a line must occur."""
SHARE = 0.2
"""Least share of the documents of a site in which a line must occur."""
_SHORTEST = 4
"""Characters of the shortest line that is counted."""
_EXAMPLES = 3
"""Most lines that a rule shows as its examples."""
_STORY = 30
"""Characters of the shortest paragraph that may be a near miss."""
_NUMBER = regex(r"\d+")


@dataclass(slots=True)
class _Line:
    """A recurring line of a site, whatever the numbers in it."""

    documents: int = 0
    where: Counter[str] = field(default_factory=Counter)
    examples: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learned:
    """A rule that counting suggests.

    Attributes:
        rule: The rule, with examples from the documents.
        site: Host name of the site, or the folder.
        count: Number of documents with the line.
        total: Number of documents of the site.
    """

    rule: Rule
    site: str
    count: int
    total: int


def learn(documents: Iterable[tuple[str, Document]]) -> list[Learned]:
    """Count the lines at the heads and tails of documents, site by site.

    Args:
        documents: Documents from which the rules of the package have removed what they know, each with the
            name of a site, which is used if the document has no URL.

    Returns:
        The lines that recur in many documents of a site, by site, the most frequent first.

    >>> story = "村的雨水比往年多两成，农户们忙着疏通沟渠、排出田里的积水，技术员上门指导。"
    >>> docs = [
    ...     ("a", Document("", paragraphs=tuple(map(Paragraph, (village + story, "青石在线，青石人的家")))))
    ...     for village in "东西南北中"
    ... ]
    >>> [(found.rule.pattern, found.count) for found in learn(docs)]
    [(('青石在线,青石人的家',), 5)]
    """
    totals: Counter[str] = Counter()
    lines: dict[tuple[str, str], _Line] = defaultdict(_Line)
    stories: dict[str, list[str]] = defaultdict(list)
    for name, doc in documents:
        site = _site(doc) or name
        totals[site] += 1
        kept = [p for p in doc.paragraphs or () if p.removed is None]
        for shape, (where, text) in _ends(kept).items():
            line = lines[site, shape]
            line.documents += 1
            line.where[where] += 1
            if len(line.examples) < _EXAMPLES:
                line.examples[text] = None
        stories[site] += [p.text for p in kept if len(p.text) >= _STORY][:3]
    found: list[Learned] = []
    for (site, shape), line in lines.items():
        if line.documents >= max(LEAST, SHARE * totals[site]) and stories[site]:
            why = f"Occurs in {line.documents} of {totals[site]} documents of {site}."
            name = f"{re.sub('[^a-z0-9]+', '-', site.lower()).strip('-') or 'site'}-{len(found) + 1}"
            rule = _rule(name, why, shape, line, _near_miss(shape, stories[site]))
            found.append(Learned(rule, site, line.documents, totals[site]))
    return sorted(found, key=lambda one: (one.site, -one.count, one.rule.pattern))


def _site(doc: Document) -> str:
    return urlsplit(doc.meta.url or "").hostname or ""


def _ends(kept: list[Paragraph]) -> dict[str, tuple[Literal["head", "tail"], str]]:
    """The short lines at both ends, by their shape: the folded line with 0 for every number."""
    found: dict[str, tuple[Literal["head", "tail"], str]] = {}
    middle = len(kept) // 2
    for index, paragraph in enumerate(kept):
        if ENDS <= index < len(kept) - ENDS or len(paragraph.text) > LONGEST:
            continue
        shape = _NUMBER.sub("0", fold(paragraph.text).text)
        if len(shape) >= _SHORTEST and not shape.isascii():
            found.setdefault(shape, ("head" if index < middle else "tail", paragraph.text))
    return found


def _near_miss(shape: str, stories: list[str]) -> str:
    """The paragraph of the site's stories that is most similar to a line."""
    pairs = {shape[i : i + 2] for i in range(len(shape) - 1)}
    return max(stories, key=lambda story: sum(pair in story for pair in pairs))


def _rule(name: str, why: str, shape: str, line: _Line, near_miss: str) -> Rule:
    where: Literal["head", "tail"] = "head" if line.where["head"] > line.where["tail"] else "tail"
    pattern = re.escape(shape).replace(r"\ ", " ").replace("0", r"\d{1,12}")
    return Rule(
        id=name,
        why=why,
        where=where,
        drops=tuple(line.examples),
        keeps=(near_miss,),
        pattern=(pattern,),
        longest=max(LONGEST, len(shape) + 12),
    )


def to_toml(found: Iterable[Learned]) -> str:
    """What was learned, as a file of house rules to be reviewed."""
    found = list(found)
    head = (
        "# Lines that recur at the head or tail of many documents of one site.\n"
        "# Delete those that belong to stories, then list this file under `rules` in newsclean.toml.\n"
    )
    if not found:
        head += f"# None was found: a line must be in {LEAST} documents and in {SHARE:.0%} of its site.\n"
    parts = [head]
    for one in found:
        rule = one.rule
        parts.append(
            f"\n[[rule]]  # {one.count} of {one.total} documents\n"
            f"id = {_toml(rule.id)}\n"
            f"why = {_toml(rule.why)}\n"
            f"where = {_toml(rule.where)}\n"
            f"pattern = {_toml(*rule.pattern)}\n"
            + (f"longest = {rule.longest}\n" if rule.longest != LONGEST else "")
            + f"drops = [{', '.join(map(_toml, rule.drops))}]\n"
            f"keeps = [{', '.join(map(_toml, rule.keeps))}]\n"
        )
    return "".join(parts)


def _toml(value: str) -> str:
    r"""A TOML string, literal if possible, so that patterns stay readable.

    >>> print(_toml(r"第\d{1,12}期"), _toml("'新'与\"旧\""))
    '第\d{1,12}期' "'新'与\"旧\""
    """
    if "'" not in value and value.isprintable():
        return f"'{value}'"
    return quoted(value)
