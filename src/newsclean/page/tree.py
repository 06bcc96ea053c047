"""A web page as flat arrays: its block elements in document order, and the blocks of text in them.

One walk over the parser's nodes makes them; whatever is asked afterwards of any
element (how much prose, how many links) is a difference of two prefix sums.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
    }
)  # fmt: skip
"""Elements that do not break a line; all others, unknown ones too, do."""

UNSEEN = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "frame", "object", "embed", "applet",
    "video", "audio", "canvas", "map", "select", "textarea", "button", "input", "datalist", "dialog",
    "link", "meta", "base", "title",
})  # fmt: skip
"""Elements without text for a reader of the article."""

DEEPEST = 500
"""Open elements beyond which tags are left out; browsers stop at 512 too (HTML parser of Blink)."""

_MANY = 10_000
_TAGS = re.compile(r"<(/?)(?!br\b|img\b|hr\b|input\b|meta\b|link\b|p\b|/)([a-zA-Z][^\s/>]*)[^<>]*>")


def shallow(source: str) -> str:
    """The source with the tags left out that would nest deeper than `DEEPEST`.

    A parser that follows the standard takes quadratic time for deep nesting: 15 s for 100,000 `div`.
    """
    if source.count("<") < _MANY:
        return source
    depth = 0
    parts: list[str] = []
    done = 0
    for match in _TAGS.finditer(source):
        if match[1]:
            depth = max(depth - 1, 0)
            over = depth >= DEEPEST
        else:
            over = depth >= DEEPEST
            depth += not match[0].endswith("/>")
        if over:
            parts.append(source[done : match.start()])
            done = match.end()
    return "".join((*parts, source[done:])) if parts else source


class Tree:
    """A page as arrays.

    Attributes:
        nodes, tags, parents, ends: Of each block element its node, its tag, the index of the block
            element around it, and the index after its last descendant.
        first, last: Of each element the index of its first block of text, and the one after its last.
        texts: The blocks: text between two line breaks, white space squeezed.
        chars, linked, links: Of each block its characters, those inside links, and the number of links.
        homes: Of each block the element it stands in.
        pieces: Of each block its text nodes.
    """

    __slots__ = (
        "_chars", "_linked", "chars", "ends", "first", "homes", "last", "linked", "links", "nodes", "parents",
        "pieces", "tags", "texts",
    )  # fmt: skip

    def __init__(self, root: LexborNode) -> None:
        self.nodes: list[LexborNode] = [root]
        self.tags: list[str] = [root.tag or ""]
        self.parents: list[int] = [-1]
        self.ends: list[int] = [0]
        self.first: list[int] = [0]
        self.last: list[int] = [0]
        self.texts: list[str] = []
        self.chars: list[int] = []
        self.linked: list[int] = []
        self.links: list[int] = []
        self.homes: list[int] = []
        self.pieces: list[list[LexborNode]] = []
        self._walk(root)
        self._chars = [0, *accumulate(self.chars)]
        self._linked = [0, *accumulate(self.linked)]

    def _walk(self, root: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
        nodes, tags, parents, first = self.nodes, self.tags, self.parents, self.first
        words: list[str] = []
        pieces: list[LexborNode] = []
        linked = links = 0
        in_link = 0
        current = 0
        # what to do after a subtree: (node, index of its block element, or -1 for an inline one)
        stack: list[tuple[LexborNode, int]] = []

        def flush() -> None:
            nonlocal words, pieces, linked, links
            text = " ".join("".join(words).split())
            self.texts.append(text)
            self.chars.append(len(text))
            self.linked.append(min(linked, len(text)))
            self.links.append(links)
            self.homes.append(current)
            self.pieces.append(pieces)
            words, pieces, linked, links = [], [], 0, 0

        node = root.first_child
        while True:
            if node is None:
                if not stack:
                    break
                node, index = stack.pop()
                if index >= 0:
                    if words:
                        flush()
                    self.ends[index] = len(nodes)
                    self.last[index] = len(self.texts)
                    current = parents[index]
                elif node.tag == "a":
                    in_link -= 1
                node = node.next
                continue
            tag = node.tag
            if tag == "-text":
                text = node.text_content or ""
                if not text.isspace():
                    words.append(text)
                    pieces.append(node)
                    if in_link:
                        linked += len(text.strip())
                elif words:
                    words.append(" ")
            elif tag in INLINE:
                child = node.first_child
                if child is not None:
                    stack.append((node, -1))
                    if tag == "a":
                        in_link += 1
                        links += 1
                    node = child
                    continue
            elif tag == "br":
                if words:
                    flush()
            elif tag not in UNSEEN and node.is_element_node:
                if words:
                    flush()
                index = len(nodes)
                nodes.append(node)
                tags.append(tag or "")
                parents.append(current)
                self.ends.append(index + 1)
                first.append(len(self.texts))
                self.last.append(len(self.texts))
                child = node.first_child
                if child is not None:
                    stack.append((node, index))
                    current = index
                    node = child
                    continue
            node = node.next
        if words:
            flush()
        self.ends[0] = len(nodes)
        self.last[0] = len(self.texts)

    def text_length(self, index: int) -> int:
        """Characters in an element."""
        return self._chars[self.last[index]] - self._chars[self.first[index]]

    def link_length(self, index: int) -> int:
        """Characters in an element that stand inside links."""
        return self._linked[self.last[index]] - self._linked[self.first[index]]

    def spaced(self, block: int) -> str:
        """The text of a block with a space wherever an inline element begins or ends in it."""
        return " ".join(" ".join(piece.text_content or "" for piece in self.pieces[block]).split())

    def path(self, index: int) -> list[int]:
        """The elements from the root down to this one."""
        found = []
        while index >= 0:
            found.append(index)
            index = self.parents[index]
        return found[::-1]


def parse(source: str) -> LexborHTMLParser:
    """The page, parsed; nesting is bounded."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - not needed for plain text

    return LexborHTMLParser(shallow(source))
