"""The decode stage: bytes to text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from newsclean.decoding import read
from newsclean.document import Caution, Document, Rejected


@dataclass(frozen=True)
class Decode:
    """Decodes bytes in any encoding.

    Attributes:
        encoding: Name of the encoding, given by the user; None to detect it.
    """

    encoding: str | None = None
    name: ClassVar[str] = "decode"

    def __post_init__(self) -> None:
        if self.encoding is not None:
            from newsclean.decoding.labels import canonical  # noqa: PLC0415 - only for who names an encoding

            canonical(self.encoding)

    def __call__(self, doc: Document) -> Document:
        """The document with its source text.

        Raises:
            Rejected: The bytes are empty, are not text, or fit no encoding.
        """
        data = doc.data
        if isinstance(data, str):
            if not data or data.isspace():
                raise Rejected("empty", "there is no text in it", "leave it out, or fetch it again")
            raw = _kept_bytes(data)
            if raw is None:
                return doc.evolve(source=data.removeprefix("\N{BYTE ORDER MARK}"))
            data = raw
        text, encoding, damaged, others, split = read(data, self.encoding)
        doc = doc.evolve(source=text, encoding=encoding)
        if damaged:
            message = f"bytes that are not valid {encoding} were replaced by U+FFFD"
            doc = doc.warn(Caution("damaged-bytes", message, damaged))
        if split:
            message = "characters that a line break split were put together, the break behind them"
            doc = doc.warn(Caution("split-characters", message, split))
        if others:
            message = f"lines in {', '.join(others)} among lines in {encoding} were decoded separately"
            doc = doc.warn(Caution("mixed-encodings", message, len(others)))
        return doc


def _kept_bytes(text: str) -> bytes | None:
    """The bytes of a text in which Python kept those that it could not decode (PEP 383), if there are any."""
    try:
        text.encode()
    except UnicodeEncodeError:
        try:
            return text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:  # halves of characters, which stand for no bytes
            return None
    return None
