"""What can be told of a regular expression before it is run: what it needs, and what it may cost."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, starmap
from re import _constants as c  # type: ignore[attr-defined]  # the standard library's own parser has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import Any

_REPEATS = {c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT}
_MOST_WAYS = 500_000
"""Ways at most in which the bounded repeats of one pattern may share out a line."""
_MANY = 1000
"""A repeat that may go on for longer than this is taken to be without a bound."""

_FEW = 8
"""Characters at most of a class each of which is tried as part of a word."""
_FIRST_HAN = "\u3400"
_TELLING = 3
"""Characters of a word that tell how common it is."""
_MOST_WORDS = 200
"""Words at most that are told apart; beyond that a shorter piece of the pattern has to do."""

_CLASSES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}

_Tree = list[tuple[Any, Any]]


def needed(pattern: str) -> frozenset[str] | None:
    """Strings of two characters or more one of which stands in everything a pattern matches.

    With them a line is ruled out without trying the pattern.

    Args:
        pattern: A regular expression that compiles.

    Returns:
        The strings, or None if the pattern has no such thing.

    >>> sorted(needed("(?:责任编辑|责编):.{2,12}"))
    ['责任编辑:', '责编:']
    >>> needed(".{2,12}") is None
    True
    """
    found = _needed(list(parser.parse(pattern)))
    return frozenset(found) if found else None


def _needed(tree: _Tree) -> set[str] | None:
    best: set[str] | None = None
    heads = {""}
    """All ways to write the run of characters that ends here."""
    for op, value in [*tree, (None, None)]:
        more = _ways(op, value)
        if more is not None and "" in more:
            if heads == {""}:
                continue  # what may be missing at the start of a run tells nothing
            best = _better(best, heads)
        if more is not None and len(heads) * len(more) <= _MOST_WORDS:
            heads = {head + way for head in heads for way in more}
            continue
        best = _better(best, heads)
        heads = more or {""}
        if more is None:
            best = _better(best, _inside(op, value))
    return best


def _ways(op: object, value: Any) -> set[str] | None:  # noqa: ANN401, PLR0911 - one return a kind of node
    """Every string a node can stand for, if they are few; None otherwise."""
    if op is c.LITERAL:
        return {chr(value)}
    if op in (c.AT, c.ASSERT_NOT):
        return {""}
    if op is c.IN and all(kind is c.LITERAL for kind, _ in value) and len(value) <= _FEW:
        return {chr(char) for _, char in value}
    if op is c.SUBPATTERN:
        return _all_ways(list(value[3]))
    if op is c.BRANCH:
        every = [_all_ways(list(branch)) for branch in value[1]]
        return None if None in every else set().union(*(ways for ways in every if ways is not None))
    if op in _REPEATS and value[1] == 1 and value[0] == 0:
        once = _all_ways(list(value[2]))
        return None if once is None else once | {""}
    return None


def _all_ways(tree: _Tree) -> set[str] | None:
    found = {""}
    for op, value in tree:
        more = _ways(op, value)
        if more is None or len(found) * len(more) > _MOST_WORDS:
            return None
        found = {head + way for head in found for way in more}
    return found


def _inside(op: object, value: Any) -> set[str] | None:  # noqa: ANN401 - nodes of the parser have no types
    if op is c.SUBPATTERN:
        return _needed(list(value[3]))
    if op is c.ASSERT and value[0] > 0:
        return _needed(list(value[1]))
    if op is c.BRANCH:
        every = [_needed(list(branch)) for branch in value[1]]
        return None if None in every else set().union(*(some for some in every if some is not None))
    if op in _REPEATS and value[0] >= 1:
        return _needed(list(value[2]))
    return None


def _better(a: set[str] | None, b: set[str] | None) -> set[str] | None:
    """The set one of whose strings stands in fewer texts; they count from two characters on."""
    if not b or min(map(len, b)) < 2:  # noqa: PLR2004 - one character is everywhere
        return a
    return b if a is None else min(a, b, key=_frequency)


def _frequency(words: set[str]) -> float:
    """How often one of these strings begins at a place of a Chinese text, by their first characters.

    One that does not begin with two Chinese characters counts as everywhere: folding makes signs and ASCII
    of many others, as °C of ℃, so that it is found less surely.
    """
    from newsclean import charmodel  # noqa: PLC0415 - the package's own patterns stand in a table

    model = charmodel.load()
    likely = (
        model.char(word[0]) + sum(starmap(model.pair, pairwise(word[:_TELLING])))
        if min(word[:2]) >= _FIRST_HAN
        else 0.0
        for word in words
    )
    return math.fsum(map(math.exp, likely))


def fault(pattern: str, *, searched: bool) -> str | None:  # noqa: PLR0911 - one return a fault
    """Why a pattern cannot be a rule's, and what to do; None if it can.

    Args:
        pattern: A regular expression.
        searched: It is looked for inside of paragraphs; else it is matched against whole lines.

    >>> fault("(?:.+)+编辑", searched=False)
    'a repeat within a repeat can take exponential time; give the inner one a fixed length'
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        return f"it is not a valid regular expression: {error}"
    if compiled.search("") if searched else compiled.fullmatch(""):
        return "it matches the empty line; ask for at least one word"
    tree = list(parser.parse(pattern))
    if any(_nested(node) for node in _walk(tree)):
        return "a repeat within a repeat can take exponential time; give the inner one a fixed length"
    if any(op in (c.GROUPREF, c.GROUPREF_EXISTS) for op, _ in _walk(tree)):
        return "a back-reference can take exponential time; write the words out"
    endless, ways = _shares(tree, [])
    if endless > (0 if searched else 1):
        return "so many repeats without a bound can take quadratic time; bound them, as in .{0,40}"
    if ways > _MOST_WAYS:
        return f"its repeats can share out a line in {ways:,} ways; make their bounds smaller"
    return None


def _children(op: object, value: Any) -> Iterable[_Tree]:  # noqa: ANN401 - the same
    if op is c.SUBPATTERN:
        return [list(value[3])]
    if op is c.BRANCH:
        return [list(branch) for branch in value[1]]
    if op in _REPEATS:
        return [list(value[2])]
    if op in (c.ASSERT, c.ASSERT_NOT):
        return [list(value[1])]
    if op is c.ATOMIC_GROUP:
        return [list(value)]
    return []


def _walk(tree: _Tree) -> Iterator[tuple[Any, Any]]:
    for op, value in tree:
        yield op, value
        for child in _children(op, value):
            yield from _walk(child)


def _shares(tree: _Tree, rest: _Tree) -> tuple[int, int]:
    """How many repeats have no bound, and in how many ways the others can share out a line.

    A repeat that cannot swallow what must come after it, or that comes last, ends at one place only.

    Args:
        tree: A part of a pattern.
        rest: What comes after it.
    """
    endless, ways = 0, 1
    for place, (op, value) in enumerate(tree):
        after = [*tree[place + 1 :], *rest]
        if op in _REPEATS and op is not c.POSSESSIVE_REPEAT and value[0] != value[1]:
            low, high = int(value[0]), int(value[1])
            if high > 1 and not _ends_itself(list(value[2]), after):
                if high >= _MANY:
                    endless += 1
                else:
                    ways *= max(1, (high - low + 1) // max(1, _least(after[:1])))
        below = [_shares(child, after) for child in _children(op, value)]
        if below:
            endless += max(one for one, _ in below)
            ways *= max(one for _, one in below)
    return endless, ways


def _ends_itself(body: _Tree, after: _Tree) -> bool:
    first = _first(after)
    if first is None:
        return False
    if len(body) != 1:
        return not first
    swallow = re.compile(_one_character(body), re.DOTALL)
    return not any(swallow.fullmatch(char) for char in first)


def begins(pattern: str) -> frozenset[str] | None:
    """The characters that what a pattern matches can begin with; None if those are very many.

    >>> sorted(begins("[(（]?(?:完|终)"))
    ['(', '完', '终', '（']
    """
    found = _first(list(parser.parse(pattern)))
    return frozenset(found) if found else None


def closes(pattern: str) -> frozenset[str] | None:
    """The characters that what a pattern matches can end with; None if those are very many.

    >>> sorted(closes(r"[(（](?:完|终)[)）]$"))
    [')', '）']
    """
    found = _first(list(parser.parse(pattern)), backward=True)
    return frozenset(found) if found else None


def _first(tree: _Tree, *, backward: bool = False) -> set[str] | None:
    """The characters that a piece of a pattern can begin with; empty at its end, None for very many.

    Read backward, those that it can end with.
    """
    found: set[str] = set()
    for op, value in reversed(tree) if backward else tree:
        if op in (c.AT, c.ASSERT_NOT, c.ASSERT):
            continue
        if op is c.LITERAL:
            return found | {chr(value)}
        if op is c.IN:
            members = _members(value)
            return None if members is None else found | members
        children = list(_children(op, value))
        if not children:
            return None
        firsts = [_first(child, backward=backward) for child in children]
        if None in firsts:
            return None
        found.update(*(one for one in firsts if one is not None))
        skipped = op in _REPEATS and value[0] == 0
        if not skipped and all(_least(child) for child in children):
            return found
    return found


def _members(value: Any) -> set[str] | None:  # noqa: ANN401 - the same
    """The characters of a class, if they are not too many."""
    found: set[str] = set()
    for kind, item in value:
        if kind is c.LITERAL:
            found.add(chr(item))
        elif kind is c.RANGE and item[1] - item[0] < _MANY:
            found.update(map(chr, range(item[0], item[1] + 1)))
        elif kind is c.CATEGORY and item is c.CATEGORY_DIGIT:
            found.update("0123456789")
        else:
            return None
    return found


def _least(tree: _Tree) -> int:
    """The fewest characters that a piece of a pattern takes."""
    total = 0
    for op, value in tree:
        children = list(_children(op, value))
        if op in (c.AT, c.ASSERT, c.ASSERT_NOT):
            continue
        if op in _REPEATS:
            total += int(value[0]) * _least(children[0])
        elif children:
            total += min(_least(child) for child in children)
        else:
            total += 1
    return total


def _nested(node: tuple[Any, Any]) -> bool:
    """Whether a node repeats something of variable length, with nothing certain to divide the rounds."""
    op, value = node
    if op not in _REPEATS or op is c.POSSESSIVE_REPEAT or value[1] <= 1:
        return False
    body = list(value[2])
    inner = [n for n in _walk(body) if n[0] in _REPEATS and n[1][0] != n[1][1]]
    if not inner:
        return False
    return not any(_divides(edge, inner) for edge in (body[0], body[-1]))


def _divides(edge: tuple[Any, Any], inner: list[tuple[Any, Any]]) -> bool:
    """Whether one certain character, which no inner repeat can swallow, begins or ends each round."""
    op, value = edge
    while op is c.SUBPATTERN and len(value[3]) == 1:
        op, value = value[3][0]
    marks = {value} if op is c.LITERAL else {v for k, v in value if k is c.LITERAL} if op is c.IN else set()
    if not marks or (op is c.IN and any(kind is not c.LITERAL for kind, _ in value)):
        return False
    swallow = [re.compile(_one_character(body)) for _, (_, _, body) in inner if len(list(body)) == 1]
    return len(swallow) == len(inner) and not any(s.fullmatch(chr(m)) for s in swallow for m in marks)


def _one_character(body: Any) -> str:  # noqa: ANN401 - the same
    """A pattern for what one round of a repeat of a single character class takes."""
    op, value = next(iter(body))
    if op is c.ANY:
        return "."
    if op is c.LITERAL:
        return re.escape(chr(value))
    if op is c.NOT_LITERAL:
        return f"[^{re.escape(chr(value))}]"
    if op is not c.IN:
        return "(?s:.)"
    parts: list[str] = []
    for kind, item in value:
        if kind is c.NEGATE:
            parts.append("^")
        elif kind is c.LITERAL:
            parts.append(re.escape(chr(item)))
        elif kind is c.RANGE:
            parts.append(f"{re.escape(chr(item[0]))}-{re.escape(chr(item[1]))}")
        elif kind is c.CATEGORY and item in _CLASSES:
            parts.append(_CLASSES[item])
        else:
            return "(?s:.)"
    return f"[{''.join(parts)}]"
