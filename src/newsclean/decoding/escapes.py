"""Encodings that switch between ASCII and two-byte characters by escapes: HZ and ISO-2022."""

from __future__ import annotations

import re

from newsclean.characters import REPLACEMENT
from newsclean.decoding.detect import LIKELY, score
from newsclean.lazy import regex

_OF_GB2312 = (
    (b"~{", "hz", regex(rb"~\{((?:[\x21-\x7d][\x21-\x7e])*)(?:~\}|(?=[\r\n]|\Z))|~(~)|~\r?\n")),
    (b"\x1b$)A", "iso-2022-cn", regex(rb"\x0e((?:[\x21-\x7e]{2})*)\x0f?|\x1b\$\)A()")),
)
"""How characters of GB2312 are announced, the encoding, and a pattern: its first group is a run of them, its
second what another escape stands for. Python has no codec for ISO-2022-CN (RFC 1922), and the one for HZ
fails where a text is damaged."""
_ISO_2022 = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_2"), (b"\x1b$", "iso2022_jp_ext"))
"""How the two-byte set is announced, and the codec."""
_HIGH = bytes(byte | 0x80 for byte in range(256))


def read_escaped(data: bytes) -> tuple[str, str] | None:
    """Decode HZ (RFC 1843) or ISO-2022.

    Args:
        data: Any bytes.

    Returns:
        The text and the encoding's name; None if the bytes are neither, or do not read as text.

    >>> read_escaped(b"~{<:Ky2;S{#,~}OK")
    ('己所不欲，OK', 'hz')
    """
    if not data.isascii():
        return None
    for escape, name, run in _OF_GB2312:
        if escape in data:
            text = run.sub(_from_gb2312, data).decode("utf-8", "replace")
            if not text.isascii() and REPLACEMENT not in text and score(text) >= LIKELY:
                return text, name
    for escape, name in _ISO_2022:
        if escape in data:
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                continue
    return None


def _from_gb2312(match: re.Match[bytes]) -> bytes:
    """What a run of characters or an escape stands for, in UTF-8."""
    if match[1] is not None:
        return match[1].translate(_HIGH).decode("gb2312", "replace").encode()
    return match[2] or b""
