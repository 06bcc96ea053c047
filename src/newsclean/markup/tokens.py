"""Tells tags from a `<` that is text.

The rules of HTML would lose text of news scrapes: to a browser, `<b且c>` and `<output>` are tags, and
`</某市>` is a comment. Here a tag must be known, have an end tag, or have attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Literal, NamedTuple

from newsclean.lazy import regex


def _words(names: str) -> list[str]:
    return names.split()


BLOCKS = frozenset(
    _words(
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol "
        "optgroup option p pre search section summary table tbody td tfoot th thead tr ul xmp listing br "
        "frameset frame noframes head title"
    )
)
"""Block elements, and `br`."""

_INLINE = frozenset(
    _words(
        "a abbr acronym applet area audio b base basefont bdi bdo bgsound big blink button canvas cite "
        "code col colgroup data datalist del dfn em embed font i iframe img input ins kbd label link map "
        "mark marquee math meta meter nobr noscript object output param picture progress q rb rp rt rtc "
        "ruby s samp script select slot small source span strike strong style sub sup svg template "
        "textarea time track tt u var video wbr"
    )
)

KNOWN = BLOCKS | _INLINE
"""Names of HTML elements, obsolete ones included; `plaintext` is left out, as it would end the markup."""

CODE = frozenset(_words("code kbd samp tt var"))
"""Elements whose content is code within a sentence."""

_WORDS = frozenset(
    _words(
        "a address b button code data form frame i input label link main map menu object output param q s "
        "search section select source summary template time title track u var"
    )
)
"""Names of elements that may be placeholders or parts of comparisons in a text.

Without attributes they are tags only if the text has end tags for them.
"""

SWALLOWING = frozenset(
    _words(
        "iframe noscript noframes noembed textarea title xmp select button svg object applet video audio "
        "canvas template datalist picture"
    )
)
"""Elements whose content is not displayed or not parsed; without an end tag they would swallow the rest."""

_FLAGS = (
    "allowfullscreen|async|autofocus|autoplay|checked|controls|default|defer|disabled|hidden|inert|ismap|"
    "itemscope|loop|multiple|muted|nohref|nomodule|noresize|noshade|novalidate|nowrap|open|playsinline|"
    "readonly|required|reversed|selected"
)

_OPENER = regex(
    r"""<(?=[A-Za-z/!?])(?:
      (?P<link>(?:https?|ftp)://[^\s<>"]+|www\.[^\s<>"]+|mailto:[^\s<>"]+)>
    | (?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:_-]*)(?=[\s/>]|$)
    | (?P<comment>!--)
    | (?P<cdata>!\[CDATA\[)
    | (?P<declaration>![A-Za-z\[]|\?[A-Za-z])
    )?""",
    re.VERBOSE,
)
_NO_TAG = regex("<(?![A-Za-z/!?])")
_ATTRIBUTES = regex(rf"""\s*/?>|\s+(?:[A-Za-z_:@][\w:.-]*\s*=|(?:{_FLAGS})\b)|[^<>]*\Z""", re.IGNORECASE)
_TAG_END = regex(r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_SPOKEN_OF = regex(r"[>》”\"’'`」]?(?:标签|標籤|元素|标记|標記|属性|屬性|\s?(?:tag|element)s?\b)")
_SPEAKS_OF = regex(r"(?:标签|標籤|元素|标记|標記|tag)[<《“\"‘'`「]?\s?\Z")
_CODE = regex("[^`\n]+`(?!`)")
"""The rest of a Markdown code span."""
_RAW_END = {name: regex(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}
_CLOSERS = regex(r"</([A-Za-z][A-Za-z0-9:_-]*)")


class Token(NamedTuple):
    """One piece of markup in a source text.

    Attributes:
        kind: `tag`; `unseen`: a comment, a declaration, or the `<![CDATA[` of a section; `link`
            (`<http://…>`); or `bare`: a `<` that is text, although HTML would take it for a tag.
        start: Offset of the `<`, in code points.
        end: Offset after the token; for a tag without a recognisable end, the offset after its name.
        name: Name of the tag in lower case, with a `/` before it for an end tag; or the address of a link.
    """

    kind: Literal["tag", "unseen", "link", "bare"]
    start: int
    end: int
    name: str


def tokenize(source: str, start: int = 0) -> Iterator[Token]:
    """Find everything that may be markup in a source text, in linear time.

    A tag at the start of a Markdown code span is text. A `<` that is not followed by a letter, `/`, `!` or
    `?` is never markup, and is left out.

    Args:
        source: HTML, Markdown, or plain text.
        start: Offset to begin at, in code points.

    Yields:
        Tokens in order, not overlapping.

    >>> [(t.kind, t.name) for t in tokenize("<p>印发<某市办法>的通知</p>")]
    [('tag', 'p'), ('tag', '/p')]
    >>> [(t.kind, t.name) for t in tokenize("<b>若a<b且c>d</b>")]
    [('tag', 'b'), ('bare', ''), ('tag', '/b')]
    >>> [t.kind for t in tokenize("用 `<b>粗体</b>` 加粗")]
    ['bare', 'bare']
    """
    closers = _Closers(source)
    while match := _OPENER.search(source, start):
        position = match.start()
        if source[position - 1 : position] == "`" and (code := _CODE.match(source, position)):
            for shown in _OPENER.finditer(source, position, code.end()):
                yield Token("bare", shown.start(), shown.start() + 1, "")
            start = code.end()
            continue
        end, name = match.end(), match["name"]
        if name:
            token = _tag(source, match, closers)
            end = token.end
            if token.name in _RAW_END:  # nothing in a script is a tag
                stop = _RAW_END[token.name].search(source, end)
                end = stop.start() if stop else len(source)
        elif match["link"]:
            token = Token("link", position, end, match["link"])
        elif match["cdata"]:
            token = Token("unseen", position, end, "")
        elif match["comment"] or match["declaration"]:
            last = "-->" if match["comment"] else ">"
            stop_at = source.find(last, end)
            end = len(source) if stop_at < 0 else stop_at + len(last)
            token = Token("unseen", position, end, "")
        else:
            token = Token("bare", position, end, "")
        yield token
        start = end


class _Closers:
    """The names of all end tags in a source, found when first needed."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._names: frozenset[str] | None = None

    def __contains__(self, name: str) -> bool:
        if self._names is None:
            self._names = frozenset(found.lower() for found in _CLOSERS.findall(self._source))
        return name in self._names


def _tag(source: str, match: re.Match[str], closers: _Closers) -> Token:
    """The tag that starts here, or a bare `<`."""
    start, end = match.span()
    name = match["name"].lower()
    if match["close"]:
        name = "/" + name
    elif not _is_tag(source, name, end, closers):
        return Token("bare", start, end, "")
    stop = _TAG_END.match(source, end)
    return Token("tag", start, stop.end() if stop else end, name)


def _is_tag(source: str, name: str, end: int, closers: _Closers) -> bool:
    """Whether `<name` is the start of a tag."""
    attributes = _ATTRIBUTES.match(source, end)
    certain = name in KNOWN and name not in _WORDS
    if attributes is None:
        return certain and name != "p"
    if certain or ":" in name or "-" in name or attributes[0].strip() != ">":
        return True
    return name in closers


def to_parse(source: str) -> str:
    """Rewrite a source so that an HTML parser finds the tags that `tokenize` finds, and no others.

    A `<` that is text is escaped, and an address in angle brackets becomes a link. Comments, declarations
    and the delimiters of CDATA sections are removed. An element that would swallow the rest of a truncated
    page is renamed, so that its content is kept.
    """
    parts: list[str] = []
    done = 0
    closers = _Closers(source)
    for kind, start, end, name in tokenize(source):
        if kind == "tag":
            if name not in SWALLOWING or name in closers:
                continue
            new = "<x-"
            end = start + 1  # noqa: PLW2901 - only the angle bracket is replaced
        elif kind == "bare":
            new = "&lt;"
            end = start + 1  # noqa: PLW2901 - the same
        elif kind == "link":
            address = escape(name)
            new = f'<a href="{address}">{address}</a>'
        else:
            new = ""
        parts += (source[done:start], new)
        done = end
    parts.append(source[done:])
    markup = _NO_TAG.sub("&lt;", "".join(parts))
    return markup.replace("]]>", "") if "]]>" in markup else markup


def has_tags(source: str) -> bool:
    """Whether a text is HTML, rather than one that mentions tags or shows them in program code.

    >>> text = "标签<p>表示段落"
    >>> has_tags(text), has_tags("<p>甲")
    (False, True)
    """
    for token in tokenize(source):
        if token.kind == "unseen":
            return True
        if token.kind != "tag" or token.name.lstrip("/") not in KNOWN or source[token.end - 1] != ">":
            continue
        if not (
            _SPOKEN_OF.match(source, token.end)
            or _SPEAKS_OF.search(source, max(0, token.start - 4), token.start)
        ):
            return True
    return False
