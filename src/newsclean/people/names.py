"""Chinese names: which runs of characters are one, and where several written without a space come apart."""

from __future__ import annotations

from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from newsclean import charmodel
from newsclean.characters import LETTER
from newsclean.fold import fold
from newsclean.lazy import regex
from newsclean.tables import load_table

_ONE_GIVEN, _TWO_GIVEN = log(0.2), log(0.8)
"""Share of given names of one and of two characters (Ministry of Public Security, name report of 2020)."""

_NO_SURNAME = log(1e-7)
"""Prior of a name made of the parts of Mongolian, Tibetan, Uyghur… names; a part more costs `_PART`."""
_PART = log(1e-2)

_FUNCTION = frozenset(
    "的了在是不们这那就说被把将与及或从到为以之其此该着过吗呢吧啊也都还又再很最更只但而且并已未曾却没让"
)
"""Characters of grammar: in names only where the table of given names has counted them often."""

_GRAMMAR = 2e-4
"""Share of the population from which on a character of grammar is believed to be a surname: 于, not 从."""
_RARE = log(4e-5)
"""Share of the population from which on a surname is believed in a line that could be something else."""
_KNOWN = log(2e-4)
"""Share of the population from which on a surname is believed with any given name."""
_OFTEN = 8
"""From this count on a character of grammar is believed in a name."""

_LONGEST_SURNAME = 2
_SENTENCE = frozenset("的了是在被将把与但为从这那及则因")
_FOREIGN = regex(
    r"(?!.*(?:[日晚早]报|[网台端]|新闻|中心|频道|[融全]媒体?|传媒)(?:·|$))(?=[^·]+·)"
    rf"{LETTER}{{1,7}}(?:[·-]{LETTER}{{1,8}}){{1,3}}"
)
"""A name from abroad; none is that of two media: 青石广电总台·融媒体中心."""
_LIKELY = -26.0
"""Logarithm of the chance from which on a name is believed where nothing sets it apart: 策划许多议题."""

_SURELY = -23.0
"""The same where nothing else says that it is one."""

_USUAL, _POSSIBLE = -10.5, -17.0
"""Logarithms of the chance from which on a given name is one whatever stands before it, or two surnames."""
_PLACES = frozenset("省市县区镇乡村路街州岛")
"""How places end: 余杭区 is nobody of the surname 余."""
_PLACE_SIZES = (5, 4, 3, 2)
"""Characters of the name of a place; one that only ends as they do is taken for the shortest."""
_SURE = 3
"""Characters of a name that can hardly be a word or a place: not 安康, 黄山."""


class _Tables(NamedTuple):
    """Logarithms of probabilities, as counted; see the head of `rules/names.toml`."""

    surnames: dict[str, float]
    one: dict[str, float]
    first: dict[str, float]
    last: dict[str, float]
    unseen: float
    words: frozenset[str]
    never: frozenset[str]
    parts: frozenset[str]
    places: frozenset[str]


@cache
def _tables() -> _Tables:
    data = load_table("names")
    people = load_table("people")
    surnames: dict[str, float] = {}
    for entry in data["surnames"].split():
        name = entry.rstrip("0123456789.e-")
        share = float(entry[len(name) :]) / 100
        if share > _GRAMMAR or name not in _FUNCTION:
            surnames[name] = log(share)
    given: dict[str, dict[str, float]] = {}
    for key in ("one", "first", "last"):
        counted: dict[int, str] = {}
        for count, chars in data[key].items():
            believed = chars if int(count) >= _OFTEN else "".join(c for c in chars if c not in _FUNCTION)
            counted[int(count)] = believed.replace("\n", "")
        total = sum(count * len(chars) for count, chars in counted.items())
        given[key] = {}
        for count, chars in counted.items():
            given[key].update(dict.fromkeys(chars, log(count / total)))
    return _Tables(
        surnames,
        given["one"],
        given["first"],
        given["last"],
        unseen=log(2e-6),
        words=frozenset(data["words"]["all"].split()) | frozenset(people["never"]),
        never=frozenset(people["never"]),
        places=frozenset(people["places"]),
        parts=frozenset(people["morphemes"]),
    )


def is_name(text: str) -> bool:
    """Whether a run of Han characters, simplified, can be one person's name and is no common word.

    >>> is_name("欧阳明月"), is_name("乌日乐嘎"), is_name("方法")
    (True, True, False)
    """
    tables = _tables()
    if "·" in text:
        return bool(_FOREIGN.fullmatch(text)) and _SENTENCE.isdisjoint(text)
    return text not in tables.words and _name_at(text, 0, len(text)) is not None


def is_word(text: str) -> bool:
    """Whether a run of characters that may be a name is known to be a word instead: 方法, 左一."""
    return text in _tables().words


def common_surname(text: str) -> bool:
    """Whether it starts with one of the two hundred commonest surnames (1 in 2,500 people at least)."""
    return _tables().surnames.get(text[:1], -99.0) > log(4e-4)


def chance_of(name: str) -> float:
    """How likely it is that a run of characters is one name: a logarithm, far below all others if it is none.

    >>> chance_of("沈秋明") > chance_of("安德烈") > chance_of("方法")
    True
    """
    chance = None if name in _tables().words else _name_at(name, 0, len(name))
    return -99.0 if chance is None else chance


def surnamed(text: str) -> bool:
    """Whether two or three characters can be a name, though they are a word: 祁连, 乐山.

    >>> surnamed("祁连"), surnamed("马路")
    (True, True)
    """
    return len(text) <= _SURE and text not in _tables().never and _name_at(text, 0, len(text)) is not None


def place_behind(text: str) -> int:
    """How many characters at the end of a run are a place's name that could be read as a person's; 0 if none.

    >>> place_behind("闻小川成都"), place_behind("成都"), place_behind("闻小川沈秋")
    (2, 2, 0)
    """
    places = _tables().places
    known = next((len(end) for size in _PLACE_SIZES if (end := text[-size:]) in places), 0)
    return known or (_PLACE_SIZES[-1] if text[-1:] in _PLACES else 0)


def given_like(text: str) -> bool:
    """Whether the end of three or four characters is as likely a given name as any, whatever is before it.

    What is before it is a rare surname, or those of both parents.

    >>> given_like("爨丽华"), given_like("仝宗锦绣"), given_like("看丽江"), given_like("看鱻鱻")
    (True, True, False, False)
    >>> given_like("丽华"), given_like("王看丽华"), given_like("看之华")
    (False, False, False)
    """
    tables = _tables()
    if not _SURE <= len(text) <= _SURE + 1 or any(char in _FUNCTION for char in text[1:]):
        return False
    given = _given(text[-2:], known=False)
    if given is None:
        return False
    if len(text) > _SURE:
        return text[0] in tables.surnames and text[1] in tables.surnames and given > _POSSIBLE
    return given > _USUAL


def _name_at(text: str, start: int, end: int) -> float | None:
    """How likely it is that this piece is one name: a logarithm, or None."""
    tables = _tables()
    best: float | None = None
    for size in range(1, min(_LONGEST_SURNAME, end - start - 1) + 1):
        surname = tables.surnames.get(text[start : start + size])
        if surname is None:
            continue
        given = _given(text[start + size : end], known=surname > _KNOWN)
        if given is not None and (best is None or surname + given > best):
            best = surname + given
    parts = _of_parts(text[start:end])
    return parts if best is None or (parts is not None and parts > best) else best


def _given(given: str, *, known: bool) -> float | None:
    """How likely a given name is; with characters never counted in one only after a known surname."""
    tables = _tables()
    if len(given) == 1:
        chance = _seen(tables.one, given, known=known)
        return None if chance is None else _ONE_GIVEN + chance
    if len(given) == _LONGEST_SURNAME:
        first, last = _seen(tables.first, given[0], known=known), _seen(tables.last, given[1], known=known)
        return None if first is None or last is None else _TWO_GIVEN + first + last
    return None


def _seen(table: dict[str, float], char: str, *, known: bool) -> float | None:
    if char in table:
        return table[char]
    return None if not known or char in _FUNCTION or not "\u3400" <= char <= "\u9fff" else _tables().unseen


_LONGEST = 8


def _of_parts(text: str) -> float | None:
    """A name without a surname of one character: two parts of such names, or one and a single character."""
    if not 3 <= len(text) <= _LONGEST:  # noqa: PLR2004 - 呼斯乐 is three characters, 阿卜杜热合曼 six
        return None
    tables = _tables()
    place = parts = loose = 0
    while place < len(text):
        end = next((end for end in range(len(text), place, -1) if text[place:end] in tables.parts), None)
        if end:
            place = end
            parts += 1
        else:
            place += 1
            loose += 1
            if loose > 1:
                return None
    if not parts:
        return None
    return _NO_SURNAME + _PART * (parts + 2 * loose - 1)


def likely(text: str) -> bool:
    """Whether a run of Han characters is all names that are likely ones, with a known surname or none at all.

    >>> likely("闻小川沈秋"), likely("许多公共议题")
    (True, False)
    """
    spans = ((0, len(text)),) if "·" in text and is_name(text) else split_run(text)
    if not spans:
        return False
    if "·" in text:
        return True
    surnames = _tables().surnames
    return all(
        (_name_at(text, a, b) or -99.0) > _LIKELY
        and (
            _of_parts(text[a:b]) is not None
            or max(surnames.get(text[a : a + 1], -99.0), surnames.get(text[a : a + 2], -99.0)) > _RARE
        )
        for a, b in spans
    )


def rather_named(text: str, before: str) -> bool:
    """Whether a run of names is rather that than the text that goes on there: 编辑闻小川, not 执行时序.

    Args:
        text: All names, for `likely`.
        before: What stands right before it; empty at the beginning of a line.

    >>> rather_named("闻小川", "编辑"), rather_named("时序", "执行"), rather_named("向量机", "技术支持")
    (True, False, False)
    """
    if not likely(text) or "·" in text:
        return "·" in text and is_name(text)
    model = charmodel.load()
    return all(
        (_name_at(text, a, b) or -99.0) > model.total(text[a:b], (before + text[:a])[-1:] or charmodel.START)
        and not (b - a == _SURE and text[a : b - 1] in _tables().words)
        for a, b in split_run(text) or ()
    )


def signs(text: str) -> bool:
    """Whether names stand there that can hardly be a word or a place: of three characters, with a surname.

    >>> signs("闻小川"), signs("安康"), signs("乌干达")
    (True, False, False)
    """
    spans = split_run(text) or ()
    return likely(text) and all(
        b - a >= _SURE
        and _of_parts(text[a:b]) is None
        and text[b - 1] not in _PLACES
        and text[a:b] not in _tables().words
        for a, b in spans
    )


def stands_alone(name: str) -> bool:
    """Whether three characters are a name even where nothing says so, and neither a word nor a place.

    >>> stands_alone("闻小川"), stands_alone("江水谣"), stands_alone("石家庄")
    (True, False, False)
    """
    return signs(name) and chance_of(name) > _SURELY and not place_behind(name)


@lru_cache(maxsize=256)  # a piece of a credit is asked about in several ways
def split_run(text: str) -> tuple[tuple[int, int], ...] | None:
    """Where the names in a run of simplified Han characters begin and end; None if it is no run of names.

    The likeliest split (Viterbi over surname and given-name frequencies) of all that leave nothing over.
    """
    best: list[tuple[float, int] | None] = [(0.0, 0)] + [None] * len(text)
    reached = 0
    for end in range(2, len(text) + 1):
        if end - reached > _LONGEST:
            return None
        for start in range(max(0, end - _LONGEST), end - 1):
            before = best[start]
            chance = _name_at(text, start, end) if before is not None else None
            if before is None or chance is None:
                continue
            total, old = before[0] + chance, best[end]
            if old is None or total > old[0]:
                best[end] = total, start
                reached = end
    if best[-1] is None:
        return None
    spans: list[tuple[int, int]] = []
    end = len(text)
    while end:
        step = best[end]
        assert step is not None  # every step of the best path is on it
        spans.append((step[1], end))
        end = step[1]
    spans.reverse()
    # 高速公路 comes apart into 高 + 速 and 公 + 路: no names, where each is a word.
    return None if all(text[a:b] in _tables().words for a, b in spans) else tuple(spans)


_BETWEEN = regex(r"[\s、,，/|｜;；&＆]+")


def split_names(text: str) -> list[str]:
    """The names in a string of nothing but names, however they are set apart, or not at all.

    Args:
        text: Names in either script, with or without separators; 王　明 is one name.

    Returns:
        The names in order; empty if what stands there is not all names.

    >>> split_names("闻小川沈秋、欧阳明月")
    ['闻小川', '沈秋', '欧阳明月']
    >>> split_names("今天天气很好")
    []
    """
    folded = fold(text)
    names: list[str] = []
    place = 0
    for piece in [*_BETWEEN.finditer(folded.text), None]:
        end = piece.start() if piece else len(folded.text)
        if end > place:
            spans = spans_of_names(folded.text[place:end])
            if not spans:
                return []
            names += (folded.slice(place + a, place + b) for a, b in spans)
        place = piece.end() if piece else end
    return names


_AND = regex("[和与及]")


def spans_of_names(token: str) -> list[tuple[int, int]] | None:
    """Where the names in one token (no marks but ·) begin and end; None if it holds other things.

    >>> spans_of_names("闻小川和沈秋")
    [(0, 3), (4, 6)]
    """
    if "·" in token:
        return [(0, len(token))] if is_name(token) else None
    for word in _AND.finditer(token):
        left, right = split_run(token[: word.start()]), split_run(token[word.end() :])
        if left and right:
            shift = word.end()
            return [*left, *((a + shift, b + shift) for a, b in right)]
    spans = split_run(token)
    return None if spans is None else [*spans]
