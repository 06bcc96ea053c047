"""BBCode, the markup of forums, to HTML: `[b]甲[/b]`, `[url=http://a.b]乙[/url]`.

A text shows by tags that all forums have that it is BBCode. Then what else has an end is a tag as well, since
each forum adds some of its own; anything else in brackets is text.
"""

from __future__ import annotations

import re
from html import escape

from newsclean.lazy import regex

_NAMES = {
    "b": "b", "i": "i", "u": "u", "s": "s", "font": "", "size": "", "color": "", "backcolor": "", "url": "a",
    "email": "", "align": "div", "left": "div", "center": "div", "right": "div", "indent": "div",
    "float": "div", "p": "p", "hr": "hr", "quote": "blockquote", "code": "pre", "list": "ul", "*": "li",
    "table": "table", "tr": "tr", "td": "td", "h1": "h1", "h2": "h2", "h3": "h3", "hide": "div",
}  # fmt: skip
"""The elements of HTML that do what the tags of Discuz, phpBB and vBulletin do; none for mere looks."""
_TAG = regex(r"\[(/?)([A-Za-z][A-Za-z0-9]{0,15}|\*)(?:=([^\[\]\n]{0,200}))?\]")
_EMBEDDED = regex(
    r"\[(img|attach|attachimg|media|flash|audio|video)(?:=[^\[\]\n]{0,40})?\][^\[\]\n]{0,400}\[/\1\]",
    re.IGNORECASE,
)
"""A picture or film, with its address."""
_OWN = regex(
    r"\[([A-Za-z][A-Za-z0-9]{0,15})(?:=[^\[\]\n]{0,200})?\](?:\d++|(?=[!-Z^-~]*[./])[!-Z^-~]++)\[/\1\]"
)
"""A number, an address or the name of a file in a tag, which a forum's own one does not show."""
_EDITED = regex(r"\[i=s\][^\[\]\n]{0,80}\[/i\]")
"""Who changed the post last, and when, as Discuz notes it."""
_LEAST = 2
"""Fewest pairs of tags that show a text to be BBCode, rather than one that speaks of it."""


def first_tag(text: str) -> re.Match[str] | None:
    """The first tag of a text in BBCode; None if it has fewer than two tags with their ends.

    >>> first_tag("[b]甲[/b][i]乙[/i]")[0], first_tag("用 [b] 和 [/b] 加粗")
    ('[b]', None)
    """
    if "[/" not in text:
        return None
    tags = [tag for tag in _TAG.finditer(text) if tag[2].lower() in _NAMES]
    opened = {tag[2].lower() for tag in tags if not tag[1]}
    closed = sum(tag[1] == "/" and tag[2].lower() in opened for tag in tags)
    return tags[0] if closed >= _LEAST else None


def to_html(text: str) -> str:
    """A text in BBCode as HTML; its lines are paragraphs.

    >>> to_html("[align=center][b]甲[/b][/align]")
    '<div><b>甲</b></div>'
    """
    text = _OWN.sub(_if_known, _EMBEDDED.sub("", _EDITED.sub("", text)))
    tags = [(tag[1], tag[2].lower()) for tag in _TAG.finditer(text)]
    ended = {name for end, name in tags if end} & {name for end, name in tags if not end}

    def element(tag: re.Match[str]) -> str:
        end, called, value = tag[1], tag[2].lower(), tag[3]
        name = _NAMES.get(called, "" if called in ended else None)
        if not name:
            return tag[0] if name is None else ""
        return f'<a href="{escape(value)}">' if name == "a" and value else f"<{end}{name}>"

    return re.sub(r"\r?\n", "<br>", _TAG.sub(element, text))


def _if_known(tag: re.Match[str]) -> str:
    """A tag with what is in it if all forums have it: [url]http://a.b[/url], [b]2.5[/b]."""
    return tag[0] if tag[1].lower() in _NAMES else ""
