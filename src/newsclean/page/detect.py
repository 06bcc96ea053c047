"""Whether a text is a whole web page: told without loading what reads one."""

from __future__ import annotations

import re

from newsclean.lazy import regex

_BEFORE_PAGE = regex(r"(?:\s|\ufeff)*(?:<!--|<\?xml)?")
_START = regex(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PARTS = regex(r"<(html|head|body)[\s>]", re.IGNORECASE)
_HEAD = 100_000
"""Characters in which a page that begins with something else must show two of its parts."""


def is_page(source: str) -> bool:
    """Whether a text is a whole web page, not a post, a fragment or plain text.

    >>> is_page("<!DOCTYPE html><html><body>正文</body></html>"), is_page("<p>正文</p>")
    (True, False)
    """
    place = 0
    while (match := _BEFORE_PAGE.match(source, place)) and match.end() > place:
        place = match.end()
        if not match[0].endswith(("<!--", "<?xml")):
            break
        place = source.find(">" if match[0].endswith("l") else "-->", place)
        if place < 0:
            return False
        place = source.index(">", place) + 1
    if _START.match(source, place):
        return True
    return source.startswith("<", place) and len(set(map(str.lower, _PARTS.findall(source[:_HEAD])))) > 1
