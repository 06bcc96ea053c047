"""Bytes to text: which encoding it is, and what to do where bytes are damaged.

Decoding with the wrong encoding is what makes mojibake, so nothing is decided by a declaration
or by what happens to be valid: readings are ranked by how likely they are as Chinese.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from newsclean.characters import count_han
from newsclean.document import Rejected

_BEYOND = 0.5
"""Share of the characters outside of ASCII from which on damage says that another encoding was meant."""

_BOMS = (  # longer marks first: the one of UTF-32-LE starts with that of UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_PDF = b"%PDF-"
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", _PDF, b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ\x90",
    b"RIFF", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"7z\xbc\xaf", b"Rar!", b"ID3", b"OggS", b"wOFF",
    b"wOF2", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\xca\xfe\xba\xbe", b"\x00\x00\x01\x00", b"PAR1",
)  # fmt: skip
"""What pictures, archives, programs and documents of office software begin with."""

_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_MOST_CONTROLS = 0.02
"""A larger share of control characters than this is no text: damaged text has some, programs 10 %."""
_FEW_CONTROLS = 3
"""So many control characters may be damage even in a short text."""
_HEAD = 4096
"""So many bytes tell whether a file is text."""
_LONG_LEADS = [bytes([byte]) for byte in (*range(0xE3, 0xEA), *range(0xE0, 0xE3), *range(0xEA, 0xF5))]
"""First bytes of characters of three and four bytes, the most frequent in Chinese ahead."""


class Decoded(NamedTuple):
    """A decoded text.

    Attributes:
        text: The text, without a byte order mark; a damaged byte is U+FFFD.
        encoding: Name of the encoding, as Python's codecs know it; they have none for `iso-2022-cn`.
        damaged: How many characters were lost to damaged bytes.
        others: Names of the encodings that other lines are in, where a file mixes several.
        split: How many characters stood half at the end of a line and half at the beginning of the next.
    """

    text: str
    encoding: str
    damaged: int = 0
    others: tuple[str, ...] = ()
    split: int = 0


def read(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode as `newsclean.decode` does, and tell what was lost.

    Raises:
        Rejected: There is nothing in the bytes, they are no text, or fit no encoding.
        ValueError: No text encoding of this name exists.
        TypeError: The data are not bytes.
    """
    if type(data) is not bytes:
        data = _as_bytes(data)
    if encoding is None:
        mark, name = next((bom for bom in _BOMS if data.startswith(bom[0])), (b"", None))
    else:
        from newsclean.decoding.labels import canonical  # noqa: PLC0415 - clean UTF-8 needs no names

        name = canonical(encoding)
        mark = next((bom for bom, other in _BOMS if other.startswith(name) and data.startswith(bom)), b"")
    body = data[len(mark) :].removeprefix(codecs.BOM_UTF8 if name in (None, "utf-8") else b"")
    decoded = read_as(body, name) if name else _read_unknown(body)
    if not body.strip(b"\0") or not decoded.text or decoded.text.isspace():
        raise Rejected("empty", "there is no text in it", "leave it out, or fetch it again")
    if encoding is not None and decoded.damaged > _BEYOND * sum(not char.isascii() for char in decoded.text):
        raise Rejected(
            "undecodable",
            f"most of its bytes are not valid {decoded.encoding}",
            "name another encoding, or none to have it detected",
        )
    return decoded


def _as_bytes(data: bytes) -> bytes:
    try:
        return bytes(memoryview(data))
    except TypeError:
        kind = type(data).__name__
        raise TypeError(f"bytes are wanted, not a {kind}; newsclean.clean also takes a str") from None


def read_as(data: bytes, name: str) -> Decoded:
    """Decode bytes that are in an encoding, or mostly."""
    from newsclean.decoding.readers import read_tolerantly  # noqa: PLC0415 - clean UTF-8 needs none of it

    text, damaged = read_tolerantly(data, name)
    if not damaged:
        return Decoded(text, name)
    from newsclean.decoding.splits import without_splits  # noqa: PLC0415 - few files need it

    data, split = without_splits(data, name)
    if split:
        text, damaged = read_tolerantly(data, name)
    return Decoded(text, name, damaged, split=split)


def _read_unknown(data: bytes) -> Decoded:
    """Decode what has no byte order mark."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = None
    if text is not None and not _is_doubtful(data):
        return Decoded(text, "utf-8")
    return _find_out(data, text)


def _is_doubtful(data: bytes) -> bool:
    """Whether bytes that are valid UTF-8 might be something else that only looks like it."""
    if data.isascii():
        looks = b"~{" in data or b"\x1b$" in data or data.startswith(_PDF)
    else:
        # two-byte characters only: Greek, Cyrillic, Arabic, or a few words of GBK
        looks = not any(lead in data for lead in _LONG_LEADS)
    return looks or b"\0" in data or _share_of_controls(data) > 0.0


def _share_of_controls(data: bytes, size: int = _HEAD) -> float:
    """Share of control characters at the head; zeros at the end fill up a field of fixed length."""
    head = (data.rstrip(b"\0") or data)[:size]
    return 1 - len(head.translate(None, _CONTROLS)) / len(head) if head else 0.0


def _find_out(data: bytes, utf8: str | None) -> Decoded:
    """Decode what is not clean UTF-8.

    Raises:
        Rejected: It is no text, or fits no encoding.
    """
    from newsclean.decoding import detect, escapes, labels, lines, splits  # noqa: PLC0415 - clean UTF-8 needs none

    controls = _share_of_controls(data)
    if data.startswith(_MAGIC) and (controls or data.startswith(_PDF)):
        raise _binary("it begins like a picture, a PDF, an archive or a program")
    if escaped := escapes.read_escaped(data):
        return Decoded(*escaped)
    if (controls or b"\0" in data) and (name := detect.detect_wide(data)):
        return read_as(data, name)
    if utf8 is None:  # a head of text may stand above numbers
        controls = max(controls, _share_of_controls(data, len(data)))
    many = controls > _MOST_CONTROLS and controls * min(len(data), _HEAD) > _FEW_CONTROLS
    if many and not (utf8 and count_han(utf8[:_HEAD]) > len(utf8[:_HEAD]) // 2):  # no program is valid UTF-8
        raise _binary(f"{controls:.0%} of it is control characters")
    declared = labels.declared(data)
    if utf8 is not None:
        name = "utf-8" if data.isascii() else detect.detect_short(data, utf8)
        return Decoded(utf8, name) if name == "utf-8" else read_as(data, name)
    data, split = splits.without_splits(data, "utf-8")  # what is left of a line tells less of its encoding
    decoded = lines.read_lines(data, declared)
    if decoded is None:
        raise Rejected(
            "undecodable",
            "its bytes are not text in any known encoding",
            "name the encoding if you know it (--encoding), or leave the file out",
        )
    return decoded._replace(split=decoded.split + split)


def _binary(seen: str) -> Rejected:
    return Rejected("binary", f"it is not text: {seen}", "convert it to text first, or leave it out")
