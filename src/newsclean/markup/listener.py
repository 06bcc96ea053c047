"""BeautifulSoup without a tree: what its parser reads is handed on as it comes.

Building the tree takes most of BeautifulSoup's time (1.3 of 1.4 ms for 10 kB with 180 tags) and is what fails
on deep nesting.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Protocol

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping


class Hearer(Protocol):
    """Who is told of tags and text."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A start tag; void elements get their end as well."""

    def end(self, name: str) -> None:
        """An end tag."""

    def data(self, text: str) -> None:
        """All the text between two tags, or between one and a comment."""


def listen(markup: str, hearer: Hearer) -> None:
    """Parse HTML.

    Args:
        markup: The HTML; no surrogates.
        hearer: Is told what is in it, in order.
    """
    BeautifulSoup(markup, builder=_Listener(hearer))


class _Listener(LXMLTreeBuilder):
    """Gets what lxml reads as every builder of trees does, and builds none."""

    def __init__(self, hearer: Hearer) -> None:
        super().__init__(multi_valued_attributes=None)
        self._hearer = hearer
        self._said: list[str] = []  # text comes in pieces

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # type: ignore[override]
        self._hand_on()
        self._hearer.start(name, attributes)

    def end(self, name: str) -> None:
        self._hand_on()
        self._hearer.end(name)

    def data(self, text: str) -> None:
        self._said.append(text)

    def comment(self, _text: str) -> None:
        self._hand_on()

    def pi(self, _target: str, _data: str) -> None:
        self._hand_on()

    def doctype(self, _name: str, _pubid: str, _system: str) -> None:
        self._hand_on()

    def close(self) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        if self._said:
            self._hearer.data("".join(self._said))
            self._said = []


# lxml has it found out for each document, which takes as long as reading a few paragraphs
vars(_Listener)["start"].__signature__ = inspect.signature(_Listener.start)
