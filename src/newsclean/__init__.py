"""newsclean turns raw scrapes of Chinese news into clean UTF-8 text plus a metadata record.

Every function here is pure and thread-safe: no network, no files, nothing printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsclean.choices import Punctuation, TargetScript
    from newsclean.document import Document

__version__ = "0.1.0"
__all__ = [
    "clean",
    "decode",
    "normalise",
    "repair_mojibake",
    "strip_boilerplate",
    "strip_html",
    "to_simplified",
]

# These functions import what they call, so that `import newsclean` takes a millisecond, and asking for the
# version does not load OpenCC's dictionaries.
# ruff: noqa: PLC0415


def clean(  # noqa: PLR0913 - one parameter an option
    data: bytes | str,
    *,
    script: TargetScript = "hans",
    punctuation: Punctuation = "zh",
    keep_boilerplate: bool = False,
    encoding: str | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
) -> Document:
    """Clean one document: decode, repair, strip, convert, normalise.

    Args:
        data: A raw scrape: a web page, a post with front matter, or plain text; as bytes in
            any encoding, or as a str.
        script: Chinese script of the text; `keep` leaves it unchanged.
        punctuation: `zh` for full-width punctuation in Chinese sentences; `keep` leaves it unchanged.
        keep_boilerplate: Whether to leave credits, notices and bars in the text; their facts are used anyway.
        encoding: Name of the input's encoding; None to detect it.
        only: Names of the stages to run, or one name; decode always runs, since the others work on text.
        skip: Names of the stages to skip, or one name; decode cannot be skipped.

    Returns:
        The document: `text`, `meta` (title, date, source, authors …), `articles`, `changes`
        (what was done, by which rule), `removed` (the boilerplate), `warnings`.

    Raises:
        newsclean.document.Rejected: The input cannot be turned into text (a ValueError).
        ValueError: A stage, an encoding or another value does not exist, or the stages cannot be chosen so.
        TypeError: The data are neither bytes nor a str.

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


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Decode bytes of an unknown encoding.

    Tries, in this order: a byte order mark; strict UTF-8; the escapes of HZ and ISO-2022; the declared
    charset, if it gives likely Chinese; gb18030, big5-hkscs, UTF-16, shift_jis, euc-jp and euc-kr, ranked
    by how likely the text is; and for the rest the candidates of charset-normalizer. gb2312 and gbk mean
    gb18030, and big5 means big5-hkscs. A damaged byte, or a character cut off at the end, becomes U+FFFD
    and affects nothing else. Lines in different encodings are decoded one by one.

    Args:
        data: Bytes of a text, with or without markup.
        encoding: Name of the encoding if it is known; nothing is detected then.

    Returns:
        The text and the name of its encoding. Line endings are not changed.

    Raises:
        newsclean.document.Rejected: The bytes are empty, are not text, or fit no encoding.
        ValueError: There is no text encoding of this name.

    >>> decode("今天天气很好".encode("gb18030"))
    ('今天天气很好', 'gb18030')
    """
    from newsclean.decoding import read

    return read(data, encoding)[:2]


def repair_mojibake(text: str) -> str:
    """Repair text that was decoded wrongly: one encoding read as another, lost bytes, inserted pinyin.

    A passage is changed only if the result is likely Chinese, and if damaging it again gives the passage as
    it was. A lost character that cannot be determined becomes U+FFFD. `newsclean.clean` records every
    repair.

    Args:
        text: Any text, with or without markup.

    Returns:
        The repaired text; the same string if nothing is wrong or nothing can be done about it.

    Raises:
        TypeError: The text is no str.

    >>> repair_mojibake("當(dāng)前時(shí)間")
    '當前時間'
    >>> repair_mojibake("鏂伴椈鎶ラ亾浠婂ぉ澶╂皵寰堝ソ")
    '新闻报道今天天气很好'
    """
    from newsclean.edits import apply_edits
    from newsclean.mojibake.repair import find_repairs

    _check_text(text)
    return apply_edits(text, find_repairs(text)[0])[0]


def strip_boilerplate(text: str) -> str:
    r"""Remove what is not part of a story: credits, notices, bars, prompts.

    Args:
        text: Plain text, in which every line is a paragraph.

    Returns:
        The remaining paragraphs, separated by blank lines, without a final newline.

    Raises:
        TypeError: The text is no str.

    >>> strip_boilerplate("桥通车了。\n（责任编辑：王小明）\n扫一扫关注我们")
    '桥通车了。'
    """
    from newsclean.document import Document
    from newsclean.markup import plain
    from newsclean.stages.boilerplate import Boilerplate
    from newsclean.stages.metadata import Metadata

    _check_text(text)
    doc = Document(text, text, paragraphs=tuple(plain.paragraphs(text)))
    return Boilerplate()(Metadata()(doc)).text.removesuffix("\n")


def strip_html(markup: str) -> str:
    r"""The text of HTML or of a post, as paragraphs separated by blank lines.

    Markdown is recognised in posts, that is below front matter, or below a heading where there are links. A
    `<…>` that is not a tag stays.

    Args:
        markup: HTML (a page or a fragment), a post, or plain text, whose lines become paragraphs.

    Returns:
        The text without a final newline; empty if there is none.

    Raises:
        TypeError: The markup is no str.

    >>> strip_html("<p>印发<某市办法>的通知</p><p>甲&amp;乙</p>")
    '印发<某市办法>的通知\n\n甲&乙'
    """
    from newsclean.document import Document
    from newsclean.stages.markup import Markup

    _check_text(markup)
    return Markup()(Document(markup, markup)).text.removesuffix("\n")


def to_simplified(text: str) -> str:
    """Convert traditional characters to simplified ones, and leave simplified text alone.

    Each line is judged by the characters in it that only one script has, so 乾安县 and 瞭望 stay as they are
    in simplified text. Japanese, URLs and code are left alone.

    Args:
        text: Running text.

    Returns:
        The text in simplified characters.

    Raises:
        TypeError: The text is no str.

    >>> to_simplified("後來，乾安縣長說：這裡很乾淨。")
    '后来，乾安县长说：这里很干净。'
    >>> to_simplified("乾隆年间，瞭望塔覆盖全县。")
    '乾隆年间，瞭望塔覆盖全县。'
    """
    from newsclean.edits import apply_edits
    from newsclean.hanscript.conversion import find_conversions

    _check_text(text)
    return apply_edits(text, find_conversions(text))[0]


def normalise(text: str, *, punctuation: Punctuation = "zh") -> str:
    """Make characters regular: one kind of space, plain letters and digits, Chinese punctuation.

    Numbers, times, URLs, e-mail addresses, file names and code are left alone.

    Args:
        text: Running text; each line is treated separately.
        punctuation: `zh` makes ASCII punctuation beside Chinese full-width; `keep` leaves it unchanged.

    Returns:
        The normalised text; normalising it again changes nothing.

    Raises:
        TypeError: The text is no str.
        ValueError: There is no such punctuation.

    >>> normalise("今年以来,全县(含乡镇) 增长１２人")
    '今年以来，全县（含乡镇）增长12人'
    """
    from newsclean.choices import check_choice
    from newsclean.edits import apply_edits
    from newsclean.stages.normalise import find_irregularities

    _check_text(text)
    check_choice("punctuation", punctuation)
    return apply_edits(text, find_irregularities(text, punctuation))[0]


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        kind = type(text).__name__
        raise TypeError(f"a str is wanted, not a {kind}; newsclean.decode and newsclean.clean take bytes")
