"""What kind of page it is: an article, a list of links, pictures with captions, a film."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.page.head import Head
from newsclean.page.score import Score
from newsclean.page.tree import Tree
from newsclean.page.words import says_missing

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ENOUGH, _TITLE, _MANY, _PICTURES = 80, 8, 6, 3
_GALLERY = regex("组图|图集|高清图|[(（]图[)）]")


def find_kind(  # noqa: PLR0913 - all that is known of a page
    tree: Tree, score: Score, head: Head, found: Sequence[int], element: LexborNode, *, headed: bool
) -> str:
    """The kind of a page: `article`, `list`, `gallery`, `video` or `other`.

    Args:
        tree: The page.
        score: Its prose.
        head: What it states for machines.
        found: The blocks of what was found that are no part of anything else.
        element: The element it stands in; the whole body when nothing was found.
        headed: Whether the page shows the title its head states.
    """
    prose = sum(score.prose[block] for block in found)
    titles = sum(_is_title(tree, block) for block in found)
    sentences = sum(1 for block in found if score.prose[block])
    if titles > _TITLE / 2 and titles * 2 >= sentences and not headed:
        return "list"  # headlines with their first sentences, one after another
    if prose >= _ENOUGH:
        return "article"
    if head.kind.startswith("video") or element.css_first("video") is not None:
        return "video"
    title = simplify(head.title_tag)
    if _GALLERY.search(title) or (prose and len(element.css("img")) > _PICTURES):
        return "gallery"
    if any(map(says_missing, (title, *(tree.plain[block] for block in found)))):
        return "other"
    links = sum(_is_title(tree, block) for block in range(len(tree.texts)))
    nothing = "list" if links >= _MANY else "other"
    return "article" if prose and (headed or links < _MANY) else nothing


def _is_title(tree: Tree, block: int) -> bool:
    """Whether a block is a headline that links to its article."""
    return tree.linked[block] >= _TITLE and tree.linked[block] * 2 > tree.chars[block]
