"""The format of a source, and its spans."""

from __future__ import annotations

import re
from pathlib import PurePath

from newsclean.check import html
from newsclean.check.markdown_scanner import MarkdownScanner
from newsclean.check.scanner import PlainScanner, Scanner, TaggedScanner
from newsclean.check.spans import Format, Span
from newsclean.lazy import regex

SUFFIXES: dict[str, Format | None] = {
    ".txt": None, ".text": None,
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
}  # fmt: skip
"""What is checked in a folder, and its format if the suffix tells it; a file that is named may have any."""
PAGE = regex(r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def guess_format(path: PurePath, source: str) -> Format:
    """The format of a file, by its suffix or, if that is unknown, by its beginning.

    >>> guess_format(PurePath("甲.md"), "甲"), guess_format(PurePath("甲"), "<!DOCTYPE html>")
    ('markdown', 'html')
    """
    by_suffix = SUFFIXES.get(path.suffix.lower())
    if by_suffix is not None:
        return by_suffix
    return "html" if PAGE.match(source) else "text"


def scan(source: str, form: Format) -> list[Span]:
    """The spans of a source, which cover it without gaps.

    >>> [s.kind for s in scan("<p>标题</p>", "html")]
    ['block', 'text', 'block']
    """
    scanner: Scanner
    if form == "markdown":
        scanner = MarkdownScanner(source)
    elif form == "html":
        scanner = Scanner(source)
    else:
        scanner = (TaggedScanner if html.KNOWN_TAG.search(source) else PlainScanner)(source)
    return scanner.scan()
