"""Character classes that several stages use, in the notation of a `[...]` in a regular expression."""

from __future__ import annotations

from typing import Final

from newsclean.lazy import regex

HAN: Final = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters: unified and compatibility ideographs, 々 and 〇."""

LETTER: Final = r"[^\W\d_A-Za-z]"
"""A pattern for one letter outside ASCII, which in a line known to be Chinese is a Chinese character.

Compiling a class of all Chinese characters takes Python a millisecond, since it adds them one by one; this
pattern costs nothing. To tell Chinese from other scripts, a class of `HAN` is needed."""

KANA: Final = "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d"
"""Hiragana and katakana of both widths, without ・ and ー, which are used in Chinese text, too."""

HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
"""Korean letters and syllables."""

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""What decoders write for bytes that they cannot read, U+FFFD."""

SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
"""Where a word may be broken, U+00AD; to be seen only if it is."""

LETTER_PATTERN: Final = regex(LETTER)
_HAN_BASIC: Final = regex("[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HAN_BEYOND: Final = regex("[\U00020000-\U0003ffff]")
HANGUL_PATTERN: Final = regex(f"[{HANGUL}]")
FOREIGN_PATTERN: Final = regex(f"[{KANA}{HANGUL}]")
_ASCII: Final = bytes(range(128))
_QUOTED: Final = 3  # fewer than these are a name
_CHINESE_ONLY: Final = regex("[这這们們你她吗嗎很也说說呢吧让讓从從对對]")

_URL_END: Final = "[0-9A-Za-z/#&=_~$%*+@-]"  # punctuation at the end of a URL belongs to the sentence

CODE_SPAN: Final = r"`[^`\n]+`"
"""The pattern of code within a line, as Markdown marks it."""

_SHORTCODE: Final = (
    r"(?<![0-9A-Za-z:/]):(?!(?:https?|ftp|mailto):)(?:[a-z][0-9a-z_+-]{1,30}|[+-]1):(?![0-9A-Za-z:/])"
)
"""The pattern of an emoji by its name: `:smile:`; not how an address begins, 地址:http:."""

_PROTECTED: Final = regex(
    CODE_SPAN + r"|(?<=\])\([^()\s]*\)"  # the target of a Markdown link
    r"|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>"  # a tag, but not 印发<办法>
    r"|&(?:amp;){0,3}(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"  # a reference
    r"|(?<![A-Za-z])(?:[A-Za-z][A-Za-z0-9+.-]{0,20}://|www\.)[!-~]*" + _URL_END +  # a URL
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"  # an e-mail address
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|gov|edu|hk|tw|info|io)"
    r"(?![A-Za-z0-9])(?::[0-9]+)?(?:/[!-~]*" + _URL_END + r")?"  # a host without its scheme
    r"|\([^()\n]*\)(?=\.[A-Za-z][A-Za-z0-9]{1,4}(?![A-Za-z0-9]))"  # 通知(修订).docx
    r"|" + _SHORTCODE
)  # fmt: skip
"""No alternative can start in the middle of its own match, so that searching takes linear time."""
_ASCII_RUN: Final = regex("[!-~]{4,}")
_TELLING: Final = regex("[.@/&]")
_SHORTCODES: Final = regex(_SHORTCODE)


def has_markup(text: str) -> bool:
    """Whether parts of a text that are not running text may hold or touch Chinese."""
    return (
        "`" in text
        or "<" in text
        or ")." in text
        or "](" in text
        or (text.count(":") > 1 and _SHORTCODES.search(text) is not None)
    )


def protected_spans(text: str) -> list[tuple[int, int]]:
    """The parts of a text that are not running text: URLs, addresses, file names, code, tags, emoji.

    >>> protected_spans("详见https://a.cn/b，谢谢")
    [(2, 16)]
    """
    if has_markup(text):
        return [match.span() for match in _PROTECTED.finditer(text)]
    if not ("." in text or "@" in text or "/" in text or "&" in text):
        return []
    # The other alternatives match neither Chinese nor spaces, so only runs of ASCII need to be searched.
    return [
        match.span()
        for run in _ASCII_RUN.finditer(text)
        if _TELLING.search(text, run.start(), run.end())
        for match in _PROTECTED.finditer(text, run.start(), run.end())
    ]


def has_han(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a text, or a part of it, contains a Chinese character."""
    end = len(text) if end is None else end
    letter = LETTER_PATTERN.search(text, start, end)
    if letter is None or "\u4e00" <= letter[0] <= "\u9fff":  # as nearly always, without a class to compile
        return letter is not None
    # One class of both would take five times as long as the first.
    return bool(_HAN_BASIC.search(text, start, end) or _HAN_BEYOND.search(text, start, end))


def count_han(text: str) -> int:
    """The number of Chinese characters in a text."""
    return len(_HAN_BASIC.findall(text)) + len(_HAN_BEYOND.findall(text))


def is_foreign(line: str) -> bool:
    """Whether a line is Japanese or Korean, rather than Chinese that quotes a word of these.

    It is if its kana or hangul are more than a third as many as its Chinese characters. Japanese headlines
    have few kana, so a tenth is enough in a line without the pronouns and particles that only Chinese has.

    >>> is_foreign("東京では、もっと涼しい。"), is_foreign("“优の品”连锁店在本市开业。")
    (True, False)
    """
    if not FOREIGN_PATTERN.search(line):  # saves counting where there is nothing to count
        return False
    found = len(FOREIGN_PATTERN.findall(line))
    if found < _QUOTED:
        return False
    han = count_han(line)
    return found * 3 > han or (found * 10 > han and not _CHINESE_ONLY.search(line))


def without_ascii(text: str) -> str:
    """A text without its ASCII characters."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def united(text: str) -> str:
    r"""A text in which characters stand whole of which it had both halves, as UTF-16 has them.

    >>> united("\ud83c\udf08")
    '🌈'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
