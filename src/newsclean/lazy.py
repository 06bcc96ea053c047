"""Patterns: how to write them, compile them when they are first used, and look for one in a long text.

A small post needs a third of the package's patterns, and compiling all of them takes longer than cleaning it.
A class of thousands of characters is worth compiling only for much text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, AnyStr, Final, cast

_WORTH_COMPILING: Final = 50_000
"""Characters for which asking a set takes as long as compiling a class: 5 ms at 80 ns each."""


class _Attribute:
    """An attribute of a compiled pattern: the first that is asked for compiles it and puts all in place."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, lazy: _Lazy, owner: type) -> Any:  # noqa: ANN401 - whatever a pattern has of that name
        compiled = re.compile(*lazy.arguments)
        found = {
            name: getattr(compiled, name) for name, kind in vars(owner).items() if type(kind) is type(self)
        }
        vars(lazy).update(found)
        return found[self._name]


class _Lazy:
    """What a compiled pattern can do; from the second use on as quickly as one."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - those of `re.compile`
        self.arguments = arguments

    pattern = _Attribute()
    groupindex = _Attribute()
    search = _Attribute()
    match = _Attribute()
    fullmatch = _Attribute()
    finditer = _Attribute()
    findall = _Attribute()
    split = _Attribute()
    sub = _Attribute()


def any_of(words: Iterable[str]) -> str:
    r"""The pattern of any of some words; of two that begin alike the longer one counts.

    >>> print(any_of(["编辑", "编辑部", "A+"]))
    编辑部|编辑|A\+
    """
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern for a module to hold: `re.compile`, put off until a method of the pattern is called.

    Args:
        pattern: A regular expression, of str or of bytes.
        flags: As `re.compile` takes them.

    Returns:
        What has the methods of a compiled pattern. A fault in the expression shows at the first call of one.

    >>> regex("新?闻").fullmatch("新闻") is not None
    True
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class AnyOf:
    """Thousands of characters, of which a text has some or none.

    Their class finds them at ten times the speed of a set, but compiling it takes as long as asking the set
    about much text. So until that has come by, the set tells which of them a text has.
    """

    def __init__(self, characters: str, ranges: str = "", *, others: bool = False) -> None:
        """Take the characters.

        Args:
            characters: Those that are most likely to come.
            ranges: Further ones, as the inside of a class.
            others: Whether it is all others that are looked for.
        """
        self.characters = characters
        self._class = f"[{'^' * others}{re.escape(characters)}{ranges}]"
        self._others = others
        self._set = frozenset(characters)
        self._further = regex(f"[{'^' * others}{ranges}]") if ranges else None
        self._left = _WORTH_COMPILING

    @cached_property
    def runs(self) -> re.Pattern[str]:
        """The pattern of one or more of them, to find out where they stand."""
        return re.compile(f"{self._class}+")

    @cached_property
    def _one(self) -> re.Pattern[str]:
        """The pattern of one of them, which is looked for five times as quickly as for runs."""
        return re.compile(self._class)

    def stands_in(self, text: str) -> bool:
        """Whether one of the characters stands in a text.

        >>> AnyOf("這個", "A-Z").stands_in("这个A"), AnyOf("這個").stands_in("这个")
        (True, False)
        >>> AnyOf("這個", "A-Z", others=True).stands_in("這個A")
        False
        """
        if self._left > 0:
            return bool(self._those_in(text))
        return self._one.search(text) is not None

    def runs_in(self, text: str) -> re.Pattern[str] | None:
        """A pattern that finds in a text, and in its pieces, what `runs` does; None if there is nothing.

        >>> AnyOf("這個", "A-Z").runs_in("这個AB").findall("这個AB"), AnyOf("這個").runs_in("这个")
        (['個AB'], None)
        """
        if self._left > 0:
            those = self._those_in(text)
            return re.compile(f"[{re.escape(those)}]+") if those else None
        return self.runs if self._one.search(text) else None

    def _those_in(self, text: str) -> str:
        """Those of the characters that a text has, each once."""
        self._left -= len(text)
        all_of_it = set(text)
        rest = "".join(all_of_it - self._set)
        further = self._further.findall(rest) if self._further and rest else []
        return "".join(further if self._others else [*(all_of_it & self._set), *further])


def begin_with(first: str, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern in a long text that hardly has the character all of them begin with.

    `str.find` looks for it at ten times the speed of a pattern; where it is frequent, this is slower.

    Args:
        first: The character.
        pattern: Matches nothing that begins otherwise, nor the empty string.
        text: Any text.

    Yields:
        What `pattern.finditer` would.

    >>> [found[0] for found in begin_with("（", regex("（[^）]*）"), "要闻（一）（二）")]
    ['（一）', '（二）']
    """
    at = text.find(first)
    while at >= 0:
        found = pattern.match(text, at)
        if found:
            yield found
        at = text.find(first, found.end() if found else at + 1)
