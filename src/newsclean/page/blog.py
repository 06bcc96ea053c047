"""Whose blog a page is one of."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from newsclean.facts import Fact
from newsclean.fold import simplify
from newsclean.lazy import regex
from newsclean.page.bar import LONGEST_NAME, Line, is_bar
from newsclean.page.bar_reader import WORD
from newsclean.page.credits import stands_apart

_BLOG = regex(
    r"(?!我们|他们|咱们|大家|自己|作者|用户|博主)([^\s,，。]{2,16}?)的(?:个人)?(?:博客|部落格|日志|博文|(?i:blog))"
)
"""What a blog is called after whoever writes it."""
_SITE = regex(r"[^\s,，。]{0,6}(?:博客|部落格|(?i:blog))[^\s,，。]{0,2}")
"""What a site of blogs is called."""


def find_blogger(parts: list[str], above: Iterable[tuple[str, str]], lines: list[Line]) -> list[Fact]:
    """Whose blog a page is one of, by its title tag or a line above the headline: 半山听雨的博客.

    Sites of blogs name a person before themselves, 某标题-温如许-某博客, or a user whom a bar names, too.

    Args:
        parts: The parts of the title tag.
        above: These, and the lines above the headline: as they are and simplified.
        lines: The lines around the article.

    >>> [fact.value for fact in find_blogger(["筒仓里的图书馆", "温如许", "青石博客"], [], [])]
    ['温如许']
    """
    for text, plain in above:
        if len(plain) <= 2 * LONGEST_NAME and (blog := _BLOG.fullmatch(plain)):
            return [Fact("authors", text[slice(*blog.span(1))], "site")]
    for name, site in pairwise(parts[1:]):
        if _SITE.fullmatch(simplify(site)) and (
            stands_apart(simplify(name))
            or any(is_bar(line.text) and name in WORD.findall(line.text) for line in lines)
        ):
            return [Fact("authors", name, "site")]
    return []
