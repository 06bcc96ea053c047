"""Encodings that switch between ASCII and two-byte characters by escapes: HZ and ISO-2022."""

from __future__ import annotations

import re

from newsclean.decoding.detect import LIKELY, score
from newsclean.decoding.readers import HOLE
from newsclean.lazy import regex

_HZ = regex(rb"~\{((?:[\x21-\x7d][\x21-\x7e])*)(?:~\}|(?=[\r\n]|\Z))|~(~)|~\r?\n")
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
    if b"~{" in data and data.isascii():
        text = _HZ.sub(_from_hz, data).decode("utf-8", "replace")
        if not text.isascii() and HOLE not in text and score(text) >= LIKELY:
            return text, "hz"
    for escape, name in _ISO_2022:
        if escape in data and data.isascii():
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                continue
    return None


def _from_hz(match: re.Match[bytes]) -> bytes:
    """What an escape stands for, in UTF-8."""
    if match[1] is not None:
        return match[1].translate(_HIGH).decode("gb2312", "replace").encode()
    return match[2] or b""
