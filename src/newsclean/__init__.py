"""newsclean turns raw scrapes of Chinese news into clean UTF-8 text plus a metadata record.

Every function here is pure and thread-safe: no network, no files, nothing printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsclean.document import Document

__version__ = "0.1.0"
__all__ = ["clean"]

# What these functions call is imported inside of them: `import newsclean` costs a millisecond,
# and who only asks for the version never waits for OpenCC's dictionaries.
# ruff: noqa: PLC0415


def clean(  # noqa: PLR0913 - one parameter an option
    data: bytes | str,
    *,
    script: Literal["hans", "hant", "keep"] = "hans",
    punctuation: Literal["zh", "keep"] = "zh",
    keep_boilerplate: bool = False,
    encoding: str | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
) -> Document:
    """Clean one document: decode, repair, strip, convert, normalise.

    Args:
        data: A raw scrape: a web page, a post with front matter, or plain text; bytes in
            any encoding, or a str.
        script: Chinese script of the text; `keep` leaves it as it came.
        punctuation: `zh` for full-width punctuation in Chinese sentences; `keep` leaves it as it came.
        keep_boilerplate: Leave credits, notices and bars in the text; their facts are found all the same.
        encoding: Name of the input's encoding; None to find out.
        only: Names of the stages to run; decode always runs, since the others work on text.
        skip: Names of the stages to leave out.

    Returns:
        The document: `text`, `meta` (title, date, source, authors …), `articles`, `changes`
        (what was done, by which rule), `removed` (the boilerplate's words), `warnings`.

    Raises:
        newsclean.document.Rejected: No text can be made of the input (a ValueError).
        ValueError: There is no stage, or no encoding, of a name given.

    >>> print(clean("天气晴好。").text)
    天气晴好。
    <BLANKLINE>
    """
    from newsclean.pipeline import build_pipeline

    pipeline = build_pipeline(
        script=script,
        punctuation=punctuation,
        keep_boilerplate=keep_boilerplate,
        encoding=encoding,
        only=only,
        skip=skip,
    )
    return pipeline(data)
