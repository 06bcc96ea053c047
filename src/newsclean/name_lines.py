"""Bylines that are nothing but names, with no role, mark or brackets: lines between a headline and its text.

A name alone may head a portrait, say who speaks in a play, or be no name (白桦林). It is a byline on a page
of signed articles, where a headline stands above it and running text below, and nothing names the same person
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from newsclean.characters import LETTER
from newsclean.facts import Fact
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.people.datelines import find_dateline
from newsclean.people.names import stands_alone

_NAMES = regex(rf"\s*{LETTER}{{3}}(?:[ \N{{IDEOGRAPHIC SPACE}}、]{LETTER}{{3}}){{0,2}}\s*")
"""Up to three names of three characters; those of two are words too often."""
_NAME = regex(rf"{LETTER}{{3}}")
_SIGNED = 2
"""Articles at least that a dateline or such a line signs."""
_LINES = 12
"""Lines of names at most, on a page of a newspaper: more are a list, or a play."""
_SECTION = regex(r"\s*[^\W\d]{2,5}\s*")
"""What heads a section: where there are such, a name is rather one of them."""
_HEADLINE = regex(r"\s*(?=.{0,80}$).{6,60}?[^。！!；;…，,、：:\s]\s*")
"""What may be a headline: fewer characters may head a column, and the name below it be the headline."""


def find_name_lines(
    texts: Sequence[str], short: Iterable[int], gone: Callable[[int], bool], runs: Callable[[int], bool]
) -> dict[int, tuple[Fact, ...]]:
    """The bylines among the paragraphs of a document, with whom they name.

    Args:
        texts: All paragraphs.
        short: The numbers of those that are short.
        gone: Whether a paragraph, by its number, is no part of the document.
        runs: Whether one is running text.

    Returns:
        The authors that each names; nothing if any line of names is no byline.
    """
    named = [index for index in short if _NAMES.fullmatch(texts[index]) and not gone(index)]
    named = [i for i in named if all(map(stands_alone, _NAME.findall(simplify(texts[i]))))]
    if not 0 < len(named) <= _LINES:
        return {}
    kept = [index for index, text in enumerate(texts) if text.strip() and not gone(index)]
    if len(named) + sum(find_dateline(texts[index]) is not None for index in kept) < _SIGNED:
        return {}
    everything = "\n".join(texts[index] for index in kept)
    found = {}
    if any(_SECTION.fullmatch(texts[a]) and a not in named and runs(b) for a, b in pairwise(kept)):
        return {}
    for index in named:
        at = kept.index(index)
        above, below = kept[max(at - 1, 0)], kept[min(at + 1, len(kept) - 1)]
        headed = above not in named and not runs(above) and _HEADLINE.fullmatch(texts[above])
        names = _NAME.findall(texts[index])
        if not headed or not runs(below) or any(everything.count(name) > 1 for name in names):
            return {}
        found[index] = tuple(Fact("authors", name, "byline") for name in names)
    return found
