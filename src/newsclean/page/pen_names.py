"""Authors who are called as no person is, where a page shows that they are authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from newsclean.facts import Fact
from newsclean.lazy import regex
from newsclean.page.bar import Line, is_tools
from newsclean.page.bar_reader import WORD
from newsclean.page.credits import BYLINE, called
from newsclean.page.head import Head
from newsclean.page.tree import INLINE, Tree, name_of, plain_name

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_RIGHTS = regex(r"©|(?i:copyright|\(c\))|(?:19|20)\d\d\s?[-–]\s?20\d\d")
"""What a line says that names whose site it is."""
_VCARD = regex(r"(?<![a-z])vcard(?![a-z])")
_PROFILE = regex(
    r"(?<!/)/(?:people|u|users?|authors?|space|members?|profile)(?:[/?-]|$)|[?&]uid=|space-uid|/@\w"
)
"""The address of a page about somebody: /people/linqiao/, home.php?mod=space&uid=28."""


def find_pen_names(
    tree: Tree, head: Head, end: int, around: list[int], lines: Iterable[Line]
) -> dict[str, Fact]:
    """The authors under pen names, by name.

    Args:
        tree: The page.
        head: What its head states.
        end: The block behind the article.
        around: The blocks around the headline.
        lines: These as lines, and what in them is called after authors.
    """
    marked = (name for block in around for name in (*_marked(tree, block), *_linked(tree, block)))
    return _stated(tree, head, end, lines) | {
        name: Fact("authors", name, "source-bar") for name in marked if head.is_pen_name(name)
    }


def _stated(tree: Tree, head: Head, end: int, lines: Iterable[Line]) -> dict[str, Fact]:
    """Those that the head states, when the page shows them as such.

    They stand near the headline in an element called after authors, or the site is theirs, as in © 2023 某某.
    """
    names = head.pen_names()
    if not names:
        return {}
    texts = [text for text in tree.texts[end:] if _RIGHTS.search(text)]
    texts += [line.text for line in lines if BYLINE.search(line.name)]
    shown = {word for text in texts for word in WORD.findall(text)}
    return {fact.value: fact for fact in names if fact.value in shown}


def _marked(tree: Tree, block: int) -> Iterator[str]:
    """Those that a block marks as hCard does, whatever they are called: class="author vcard"."""
    return (text for text, name in called(tree, block, _VCARD) if BYLINE.search(name))


def _linked(tree: Tree, block: int) -> Iterator[str]:
    """Those in a block that are called authors and link to a page about them."""
    if not tree.linked[block]:
        return
    home = BYLINE.search(name_of(tree, tree.homes[block])) is not None
    for piece in tree.pieces[block]:
        text = (piece.text_content or "").strip()
        if not is_tools(text) and _is_author(piece, named=home):
            yield text


def _is_author(piece: LexborNode, *, named: bool) -> bool:
    """Whether a piece of a block links to a page about somebody, in an element named after authors."""
    linked = False
    around = piece.parent
    while around is not None and around.tag in INLINE:
        attributes = around.attributes
        of_class = f"{attributes.get('class') or ''} {attributes.get('rel') or ''}"
        name = plain_name(of_class, attributes.get("id") or "")
        named = named or BYLINE.search(name) is not None
        linked = linked or (around.tag == "a" and _PROFILE.search(attributes.get("href") or "") is not None)
        around = around.parent
    return named and linked
