"""Bylines that are nothing but names, with no role, mark or brackets: lines between a headline and its text.

A name alone may head a portrait, say who speaks in a play, or be no name (白桦林). It is a byline on a page
of signed articles, where a headline stands above it and running text below, and nothing names the same person
again. A name from abroad, in two or three words, is one on any page; so is any name beside a line that says
no more than what its bearer is (某网记者).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from newsclean.characters import LETTER
from newsclean.facts import Fact
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.people.datelines import find_dateline
from newsclean.people.names import is_name, is_transliterated, likely, stands_alone

_NAMES = regex(rf"\s*{LETTER}{{3}}(?:[ \N{{IDEOGRAPHIC SPACE}}、]{LETTER}{{3}}){{0,2}}\s*")
"""Up to three names of three characters; those of two are words too often."""
_NAME = regex(rf"{LETTER}{{3}}")
_SIGNED = 2
"""Articles at least that a dateline or such a line signs."""
_LINES = 12
"""Lines of names at most, on a page of a newspaper: more are a list, or a play."""
_SECTION = regex(r"\s*[^\W\d]{2,5}\s*")
"""What heads a section: where there are such, a name is rather one of them."""
_TELLING = regex(
    r"\s*(?:(?P<title>[^\s,，。:：!！?？、]{0,14}(?:[记記]者|特派[员員]|撰稿人|[评評][论論][员員]|主[笔筆]))"
    rf"|{LETTER}{{2,7}}(?:[ \N{{IDEOGRAPHIC SPACE}}]{LETTER}{{2,7}}){{1,2}})\s*"
)
"""A line that says what somebody is, and for whom (某网记者), or may be a name from abroad."""
_NEAR = 5
"""Lines below a name within which the text begins."""
_HEADLINE = regex(r"\s*(?=.{0,80}$).{6,60}?[^。！!；;…，,、：:\s]\s*")
"""What may be a headline: fewer characters may head a column, and the name below it be the headline."""


def find_name_lines(
    texts: Sequence[str], short: Sequence[int], gone: Callable[[int], bool], runs: Callable[[int], bool]
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
    if told := _told_lines(texts, short, gone, runs):
        return told
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


def _told_lines(
    texts: Sequence[str], short: Sequence[int], gone: Callable[[int], bool], runs: Callable[[int], bool]
) -> dict[int, tuple[Fact, ...]]:
    """The lines between a headline and its text whose names are told by their form, or by the line beside."""
    telling = {i: told for i in short if (told := _TELLING.fullmatch(texts[i])) and not gone(i)}
    titles = [index for index, told in telling.items() if told["title"]]
    titled = {near: title for title in titles for near in (title - 1, title + 1) if near in short}
    abroad = [i for i in telling if i not in titles and is_transliterated(simplify(texts[i]).split())]
    found: dict[int, tuple[Fact, ...]] = {}
    for index in (*titled, *abroad):
        text = texts[index].strip()
        words, title, plain = text.split(), titled.get(index), simplify(text)
        if index in titled and (gone(index) or not (is_name(plain) and likely(plain))):
            continue
        first = index if title is None else min(index, title)
        above = next((i for i in range(first - 1, -1, -1) if not gone(i)), None)
        headed = above is not None and not runs(above) and _HEADLINE.fullmatch(texts[above])
        below = (i for i in range(index + 1, min(index + _NEAR, len(texts))) if not gone(i))
        others = [one for i, one in enumerate(texts) if i != index]
        if headed and any(map(runs, below)) and not any(word in one for word in words for one in others):
            found[index] = (Fact("authors", text, "byline"),)
            if title is not None:
                found[title] = ()
    return found
