"""A web page as flat arrays: its block elements in document order, and the blocks of text in them.

One walk over the parser's nodes makes them; whatever is asked afterwards of any
element (how much prose, how many links) is a difference of two prefix sums.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from newsclean.fold import simplify
from newsclean.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    "link", "meta", "base", "title", "-comment",
})  # fmt: skip
"""Elements without text for a reader of the article."""

_CONTROLS = frozenset({"button", "input", "textarea", "select"})
"""Those of them by which a reader does something."""

DEEPEST = 500
"""Open elements beyond which tags are left out; browsers stop at 512 too (HTML parser of Blink)."""

_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])")
_MANY = 10_000
_ATTACHED = regex(r"附件(?:下载|下載)?\s?(?:[:：]|[0-9一二三四五六七八九十]{1,2}(?!\d)|$)")
_FILE = regex(r"(?i)\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|csv)\s?$")
_ANCHORS = ",".join(f"a[{name}]:not([href]):not([onclick]):not([class])" for name in ("id", "name"))
_TAGS = regex(r"<(/?)(?!br\b|img\b|hr\b|input\b|meta\b|link\b|p\b|/)([a-zA-Z][^\s/>]*)[^<>]*>")


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


_LINK, _STYLE = -1, -2


class Tree:
    """A page as arrays.

    Attributes:
        nodes, tags, parents, ends: Of each block element its node, its tag, the index of the block
            element around it, and the index after its last descendant.
        first, last: Of each element the index of its first block of text, and the one after its last.
        texts: The blocks: text between two line breaks, white space squeezed.
        plain: The same in simplified characters, for finding words in them.
        chars, linked, links: Of each block its characters, those inside links, and the number of links.
        homes: Of each block the element it stands in.
        pieces: Of each block its text nodes.
        controls: The elements that directly hold a button or a field to fill in, in order.
    """

    __slots__ = (
        "_chars", "_linked", "chars", "controls", "ends", "first", "homes", "last", "linked", "links",
        "nodes", "parents", "pieces", "plain", "tags", "texts",
    )  # fmt: skip

    def __init__(self, root: LexborNode) -> None:
        self.nodes: list[LexborNode] = []
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.controls: list[int] = []
        self.homes: list[int] = []
        self.pieces: list[list[LexborNode]] = []
        self.linked: list[int] = []
        self.links: list[int] = []
        self.texts = [" ".join("".join(parts).split()) for parts in self._walk(root)]
        self.controls.sort()
        self.plain = _simplified(self.texts)
        self.chars = list(map(len, self.texts))
        self.linked = list(map(min, self.linked, self.chars))
        for attached in _attachments(self.texts):
            self.linked[attached] = self.links[attached] = 0
        self._chars = [0, *accumulate(self.chars)]
        self._linked = [0, *accumulate(self.linked)]

    def _walk(self, root: LexborNode) -> list[list[str]]:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
        """Fill the arrays of elements and blocks; gives the text of each block in parts."""
        blocks: list[list[str]] = []
        pieces, linked = self.pieces, self.linked
        current = self._add_element(root, root.tag or "", -1)
        goes_on = False  # whether text that comes belongs to the last block
        links = in_link = 0  # links: those without text so far
        opened: list[tuple[LexborNode, int]] = []  # those around the node; of an inline one its kind
        node = root.first_child
        while node is not None or opened:
            if node is None:
                node, kind = opened.pop()
                if kind > 0:
                    goes_on = False
                    self.ends[kind], self.last[kind] = len(self.nodes), len(blocks)
                    current = self.parents[kind]
                elif kind == _LINK:
                    in_link -= 1
            elif (text := node.text_content) is not None:
                if not text.isspace():
                    if not goes_on:
                        blocks.append([])
                        self._add_block(current, links)
                        goes_on, links = True, 0
                    blocks[-1].append(text)
                    pieces[-1].append(node)
                    if in_link:
                        linked[-1] += len(text.strip())
                elif goes_on:
                    blocks[-1].append(" ")
            elif (tag := node.tag) in INLINE:
                child = node.first_child
                if child is not None:
                    opened.append((node, _LINK if tag == "a" else _STYLE))
                    if tag == "a":
                        in_link += 1
                        if goes_on:
                            self.links[-1] += 1
                        else:
                            links += 1
                    node = child
                    continue
            elif tag is None or tag in UNSEEN:
                if tag in _CONTROLS and node.attributes.get("type") != "hidden":
                    self.controls.append(current)
            else:
                goes_on = False
                if tag != "br":
                    index = self._add_element(node, tag, current)
                    child = node.first_child
                    if child is not None:
                        opened.append((node, index))
                        current, node = index, child
                        continue
            node = node.next
        self.ends[0], self.last[0] = len(self.nodes), len(blocks)
        return blocks

    def _add_element(self, node: LexborNode, tag: str, parent: int) -> int:
        """Add a block element without anything in it; gives its index."""
        index, block = len(self.nodes), len(self.homes)
        self.nodes.append(node)
        self.tags.append(tag)
        self.parents.append(parent)
        self.ends.append(index + 1)
        self.first.append(block)
        self.last.append(block)
        return index

    def _add_block(self, home: int, links: int) -> None:
        """Add a block without text, given its element and the links before its first text."""
        self.homes.append(home)
        self.pieces.append([])
        self.linked.append(0)
        self.links.append(links)

    def text_length(self, index: int) -> int:
        """Characters in an element."""
        return self._chars[self.last[index]] - self._chars[self.first[index]]

    def link_length(self, index: int) -> int:
        """Characters in an element that stand inside links."""
        return self._linked[self.last[index]] - self._linked[self.first[index]]

    def spaced(self, block: int) -> str:
        """The text of a block with a space wherever an inline element begins or ends in it."""
        return joined(self.pieces[block])

    def container(self, block: int) -> int:
        """The element that holds paragraphs: the one around a block's own, unless that has many lines."""
        home = self.homes[block]
        alone = self.last[home] - self.first[home] <= 1 and self.parents[home] >= 0
        return self.parents[home] if alone else home

    def row(self, index: int) -> int:
        """The element around this one and others like it, as around paragraphs in boxes of their own.

        Boxes that hold one of them and nothing else are looked through; the element around this one if
        there are no others.
        """
        box = index
        while (around := self.parents[box]) > 0:
            tag, name = self.tags[box], self.nodes[box].attributes.get("class")
            beside = around + 1
            while beside < self.ends[around]:
                if (
                    beside != box
                    and self.tags[beside] == tag
                    and self.first[beside] < self.last[beside]
                    and self.nodes[beside].attributes.get("class") == name
                ):
                    return around
                beside = self.ends[beside]
            if self.last[around] - self.first[around] > self.last[box] - self.first[box]:
                break
            box = around
        return max(self.parents[index], 0)

    def path(self, index: int) -> list[int]:
        """The elements from the root down to this one."""
        found = []
        while index >= 0:
            found.append(index)
            index = self.parents[index]
        return found[::-1]


def _simplified(lines: list[str]) -> list[str]:
    """The lines in simplified characters; most pages have no others, so that all are asked at once."""
    text = "\n".join(lines)
    plain = simplify(text)
    return lines if plain is text else plain.split("\n")


def joined(pieces: Iterable[LexborNode]) -> str:
    """The text of pieces of a block, with a space between two of them."""
    return " ".join(" ".join(piece.text_content or "" for piece in pieces).split())


def _attachments(texts: Sequence[str]) -> Iterator[int]:
    """The blocks that name what is attached to a document: part of it, though they link to files."""
    goes_on = False
    for block, text in enumerate(texts):
        begins = text.startswith("附件") and _ATTACHED.match(text) is not None
        goes_on = begins or (goes_on and _FILE.search(text) is not None)
        if goes_on:
            yield block


def name_of(tree: Tree, index: int) -> str:
    """Class and id of an element, lower case, camel case taken apart."""
    attributes = tree.nodes[index].attributes
    return plain_name(attributes.get("class") or "", attributes.get("id") or "")


def plain_name(of_class: str, of_id: str) -> str:
    """Class and id, lower case, camel case taken apart."""
    name = f"{of_class} {of_id}".replace("_", "-")
    return name if name.islower() else _CAMEL.sub("-", name).lower()


@cache
def line_break() -> LexborNode:
    """A line break; what it is inserted into gets a copy of it."""
    node = parse("<br>").css_first("br")
    assert node is not None  # it was just parsed
    return node


def parse(source: str) -> LexborHTMLParser:
    """The page, parsed; nesting is bounded, and places to jump to are no elements.

    `<a name="top">` and `<a id="top"/>` are often left open, so that all behind them would seem a link.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - not needed for plain text

    page = LexborHTMLParser(shallow(source))
    for node in page.css(_ANCHORS):
        node.unwrap()
    return page
