"""Bylines that are nothing but names, with no role, mark or brackets: lines between a headline and its text.

A name alone may head a portrait, say who speaks in a play, or be no name (白桦林). It is a byline on a page
of signed articles, where a headline stands above it and running text below, and nothing names the same person
again; or right below the headline of a page, if the text is about others. A name from abroad, in two or three
words, is one on any page; so is any name beside a medium, or beside a line that says no more than what its
bearer is (某网记者).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from newsclean.characters import LETTER
from newsclean.facts import Fact
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.people.abroad import is_transliterated
from newsclean.people.chunks import called_as_office
from newsclean.people.datelines import find_dateline
from newsclean.people.names import (
    common_surname,
    is_name,
    likely,
    rather_named,
    split_names,
    stands_alone,
    surnamed,
)
from newsclean.people.roles import roles

_NAMES = regex(rf"\s*{LETTER}{{3}}(?:[ \N{{IDEOGRAPHIC SPACE}}、]{LETTER}{{3}}){{0,2}}\s*")
"""Up to three names of three characters; those of two are words too often."""
_NAME = regex(rf"{LETTER}{{3}}")
_SIGNED = 2
"""Articles at least that a dateline or such a line signs."""
_LINES = 12
"""Lines of names at most, on a page of a newspaper: more are a list, or a play."""
_SECTION = regex(r"\s*[^\W\d]{2,5}\s*")
"""What heads a section: where there are such, a name is rather one of them."""
_GAP = r"[ \N{IDEOGRAPHIC SPACE}|｜]"
_TELLING = regex(
    r"\s*(?:(?P<title>[^\s,，。:：!！?？、]{0,14}(?:[记記]者|特派[员員]|撰稿人|[评評][论論][员員]|主[笔筆]))"
    rf"|(?=[^·|｜\s]*[·|｜\s])(?:{LETTER}|·){{2,15}}(?: ?{_GAP} ?(?:{LETTER}|·){{2,15}}){{0,3}})\s*"
)
"""A line that says what somebody is, and for whom (某网记者), or may be a name from abroad, or a medium and
names."""
_WORDS = regex(r"[\s|｜]+")
_ALONE = regex(rf"{LETTER}{{2,3}}")
_SPACED = regex(rf"\s*({LETTER})[ \N{{IDEOGRAPHIC SPACE}}]+({LETTER})\s*")
"""A name of two characters set apart: 王　磊."""
_NAMES_APART, _SIGNERS = regex(r"[\s、,，]+"), 3
"""What divides names, and how many stand alone in a line at most."""
_SHORT = 2
"""Characters of a name that can be many a word."""
_BEFORE, _BEHIND = (
    "老小阿",
    ("某", "老", "先生", "女士", "小姐", "师傅", "老师", "教授", "医生", "总", "工", "家"),
)
"""How a text calls whom it is about, by the surname: 老田, 田师傅."""
_TEXT = 2
"""Running paragraphs at least below a name that stands alone under a headline."""
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
        The authors that each names; of names alone nothing if any line of them is no byline.
    """
    lines = _Lines(texts, [index for index in short if not gone(index)], gone, runs)
    return lines.below_headline() | lines.told() | lines.signing()


class _Lines(NamedTuple):
    """The paragraphs of a document.

    Attributes:
        texts: All of them.
        short: The numbers of those that are short and part of the document.
        gone: Whether one, by its number, is no part of it.
        runs: Whether one is running text.
    """

    texts: Sequence[str]
    short: list[int]
    gone: Callable[[int], bool]
    runs: Callable[[int], bool]

    def signing(self) -> dict[int, tuple[Fact, ...]]:
        """The lines of names alone that sign the articles of a page, each below its headline."""
        texts = self.texts
        named = [index for index in self.short if _NAMES.fullmatch(texts[index])]
        named = [i for i in named if all(map(stands_alone, _NAME.findall(simplify(texts[i]))))]
        if not 0 < len(named) <= _LINES:
            return {}
        kept = [index for index, text in enumerate(texts) if text.strip() and not self.gone(index)]
        if len(named) + sum(find_dateline(texts[index]) is not None for index in kept) < _SIGNED:
            return {}
        everything = "\n".join(texts[index] for index in kept)
        found = {}
        if any(_SECTION.fullmatch(texts[a]) and a not in named and self.runs(b) for a, b in pairwise(kept)):
            return {}
        for index in named:
            at = kept.index(index)
            above, below = kept[max(at - 1, 0)], kept[min(at + 1, len(kept) - 1)]
            headed = above not in named and not self.runs(above) and _HEADLINE.fullmatch(texts[above])
            names = _NAME.findall(texts[index])
            if not headed or not self.runs(below) or any(everything.count(name) > 1 for name in names):
                return {}
            found[index] = tuple(Fact("authors", name, "byline") for name in names)
        return found

    def told(self) -> dict[int, tuple[Fact, ...]]:
        """The lines beside a text whose names are told by their form, by a medium, or by the line beside."""
        telling = {i: told for i in self.short if (told := _TELLING.fullmatch(self.texts[i]))}
        titles = [index for index, told in telling.items() if told["title"]]
        titled = {
            near: title
            for title in titles
            for near in (title - 1, title + 1)
            if near in self.short and _is_person(self.texts[near].strip())
        }
        found: dict[int, tuple[Fact, ...]] = {}
        for index in sorted({*titled, *telling}.difference(titles)):
            text, title = self.texts[index], titled.get(index)
            said = _said(text) if title is None else [Fact("authors", text.strip(), "byline")]
            first = index if title is None else min(index, title)
            if said and self._stands_beside(first, index, said):
                found[index] = tuple(said)
                if title is not None:
                    found[title] = ()
        return found

    def below_headline(self) -> dict[int, tuple[Fact, ...]]:
        """The names alone in the second line, below a headline and above a text that is about others."""
        kept = (i for i, text in enumerate(self.texts) if text.strip() and not self.gone(i))
        head = [*islice(kept, 2 + _TEXT)]
        index = head[1] if len(head) == 2 + _TEXT else -1
        if index not in self.short or not all(map(self.runs, head[2:])):
            return {}
        spaced = _SPACED.fullmatch(self.texts[index])
        names = [spaced[1] + spaced[2]] if spaced else _NAMES_APART.split(self.texts[index].strip())
        if len(names) > _SIGNERS or not all(_is_surely_named(simplify(name)) for name in names):
            return {}
        surnames = [simplify(name)[0] for name in names]
        called = [before + one for one in surnames for before in _BEFORE]
        called += [one + behind for one in surnames for behind in _BEHIND]
        everything = simplify("\n".join(self.texts))
        said = tuple(Fact("authors", name, "byline") for name in names)
        about = any(word in everything for word in called)
        return {} if about or not self._stands_beside(index, index, said) else {index: said}

    def _stands_beside(self, first: int, last: int, said: Sequence[Fact]) -> bool:
        """Whether a byline stands between a headline and the text, or below it.

        Nothing else names those whom it names. Below the text only a medium or an office before them will do.

        Args:
            first: The first line of it.
            last: The last one.
            said: Whom it names.
        """
        texts = self.texts
        people = " ".join(fact.value for fact in said if fact.field == "authors")
        names = people.replace("·", " ").split()
        if any(name in text for name in names for i, text in enumerate(texts) if not first <= i <= last):
            return False
        above = [i for i in range(first) if not self.gone(i)]
        below = [i for i in range(last + 1, min(last + _NEAR, len(texts))) if not self.gone(i)]
        if not above:
            return False
        if not below and self.runs(above[-1]):
            return any(_is_house(simplify(word)) for word in _WORDS.split(texts[last]))
        headed = _HEADLINE.fullmatch(texts[above[-1]]) is not None and not any(map(self.runs, above))
        return headed and any(map(self.runs, below))


def _is_surely_named(name: str) -> bool:
    """Whether two or three simplified characters are rather a name with a common surname than a word."""
    if not _ALONE.fullmatch(name) or not common_surname(name) or not is_name(name):
        return False
    return rather_named(name, "") and (len(name) <= _SHORT or stands_alone(name))


def _said(line: str) -> list[Fact]:
    """Whom a line of words names: one person from abroad, or some of a medium's or an office's; or nobody."""
    words = [word for word in _WORDS.split(line) if word]
    plain = [simplify(word) for word in words]
    if len(words) == 1:
        abroad = "·" in line and is_name(plain[0]) and is_transliterated(plain[0].split("·"))
        return [Fact("authors", words[0], "byline")] if abroad else []
    if "·" not in line and is_transliterated(plain):
        return [Fact("authors", line.strip(), "byline")]
    houses = [i for i, word in enumerate(plain) if _is_house(word)]
    if houses not in ([0], [len(words) - 1]):
        return []
    names = plain[: houses[0]] or plain[1:]
    if not any(map(_is_person, names)) or not all(_is_person(name) or surnamed(name) for name in names):
        return []
    people = [Fact("authors", word, "byline") for i, word in enumerate(words) if i != houses[0]]
    medium = roles().outlet.fullmatch(plain[houses[0]])
    return [Fact("source", words[houses[0]], "byline"), *people] if medium else people


def _is_house(word: str) -> bool:
    """Whether a word names a medium or an office, and nobody."""
    return called_as_office(word) or (roles().outlet.fullmatch(word) is not None and not likely(word))


def _is_person(word: str) -> bool:
    """Whether a word is rather one person's name than anything else."""
    plain = simplify(word)
    return is_name(plain) and likely(plain) and len(split_names(plain)) == 1
