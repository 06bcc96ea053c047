"""What the names of encodings mean, and where a text states its own."""

from __future__ import annotations

import codecs
import re

from newsclean.lazy import regex

_MEANT = {
    **dict.fromkeys(
        ("gb2312", "gb-2312", "gb2312-80", "gbk", "cp936", "ms936", "windows-936", "euc-cn", "euccn",
         "gb18030", "gb-18030", "hz-gbk", "chinese", "csgb2312", "iso-ir-58"), "gb18030"),
    **dict.fromkeys(("big5", "big-5", "big5-tw", "csbig5", "cp950", "ms950", "windows-950", "big5hkscs",
                     "big5-hkscs", "hkscs", "cn-big5"), "big5-hkscs"),
    **dict.fromkeys(("utf8", "utf-8", "u8", "utf-8-sig", "utf8mb4", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("hz", "hz-gb-2312", "hzgb"), "hz"),
    **dict.fromkeys(("utf-16", "unicode", "ucs-2", "iso-10646-ucs-2"), "utf-16"),
    **dict.fromkeys(("shift-jis", "shiftjis", "sjis", "s-jis", "cp932", "ms932", "windows-31j"), "shift_jis"),
    **dict.fromkeys(("euc-kr", "euckr", "ks-c-5601-1987", "ksc5601", "korean", "cp949", "ms949", "uhc",
                     "windows-949"), "euc-kr"),
    **dict.fromkeys(("latin-1", "latin1", "iso-8859-1", "iso8859-1", "us-ascii", "windows-1252", "cp1252"),
                    "cp1252"),
}  # fmt: skip
"""What labels mean, as the WHATWG's Encoding Standard has it: the larger set that includes the one named."""

_SEARCHED = 4096
"""So many bytes at the head are searched for a declaration; HTML allows 1024, pages do not keep to it."""

_DECLARED = regex(
    rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})
       | <\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})
       | ^\s*["']?(?:charset|encoding)["']?\s*[:=]\s*["']?([\w.:-]{2,40})
       | @charset\s+["']([\w.:-]{2,40})""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


def canonical(encoding: str) -> str:
    """The name of the encoding that a label means: gb2312 and gbk mean gb18030, big5 means big5-hkscs.

    Raises:
        ValueError: Python knows no text encoding of this name.

    >>> canonical("GB2312"), canonical("x-gbk"), canonical("Big5")
    ('gb18030', 'gb18030', 'big5-hkscs')
    """
    label = encoding.strip().lower().removeprefix("x-").replace("_", "-")
    if label in _MEANT:
        return _MEANT[label]
    try:
        info = codecs.lookup(label)
    except (LookupError, UnicodeError, ValueError):
        info = None
    if info is None or not info._is_text_encoding:  # noqa: SLF001 - what bytes.decode itself asks
        import difflib  # noqa: PLC0415 - only for the error
        from encodings.aliases import aliases  # noqa: PLC0415 - only for the error

        names = {
            *_MEANT,
            *(alias for alias, codec in aliases.items() if not codec.endswith(("_codec", "rot_13"))),
        }
        close = difflib.get_close_matches(label.replace("-", "_"), sorted(names), 1, 0.75)
        hint = f'; did you mean "{close[0].replace("_", "-")}"?' if close else "; try utf-8, gb18030 or big5"
        raise ValueError(f'unknown encoding "{encoding}"{hint}')
    return _MEANT.get(info.name.replace("_", "-"), info.name.replace("_", "-"))


def declared(data: bytes) -> str | None:
    """The encoding that a text says it has, in a meta tag, an XML declaration, CSS or front matter.

    Args:
        data: The bytes of the text.

    Returns:
        Its canonical name; None if it says nothing, or nothing known.

    >>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb18030'
    """
    match = _DECLARED.search(data, 0, _SEARCHED)
    if not match:
        return None
    label = next(group for group in match.groups() if group)
    try:
        return canonical(label.decode("ascii"))
    except ValueError:
        return None
