"""BeautifulSoup without a tree: passes on the events of its parser.

Building the tree takes most of BeautifulSoup's time (1.3 of 1.4 ms for 10 kB with 180 tags), and fails on
deep nesting.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Protocol

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping


class Hearer(Protocol):
    """Receives tags and text."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Receive a start tag; void elements get an end tag as well."""

    def end(self, name: str) -> None:
        """Receive an end tag."""

    def data(self, text: str) -> None:
        """Receive all the text between two tags or comments."""


def listen(markup: str, hearer: Hearer) -> None:
    """Parse HTML.

    Args:
        markup: The HTML; no surrogates.
        hearer: Receives its tags and text, in order.
    """
    BeautifulSoup(markup, builder=_Listener(hearer))


class _Listener(LXMLTreeBuilder):
    """Receives lxml's events like any tree builder, but builds no tree."""

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


# lxml inspects the signature for each document, which takes as long as reading a few paragraphs
vars(_Listener)["start"].__signature__ = inspect.signature(_Listener.start)
