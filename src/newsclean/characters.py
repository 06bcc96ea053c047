"""Classes of characters that more than one stage asks about, written as the insides of a `[...]`."""

from __future__ import annotations

import re
from typing import Final

HAN: Final = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters: the unified ideographs, the compatibility ones, 々 and 〇."""

KANA: Final = "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d"
"""Hiragana and katakana, in both widths; not ・ and ー, which Chinese text borrows."""

HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
"""Korean letters and syllables."""

HAN_PATTERN: Final = re.compile(f"[{HAN}]")
_FOREIGN: Final = re.compile(f"[{KANA}{HANGUL}]")

_URL_END: Final = "[0-9A-Za-z/#&=_~$%*+@-]"  # punctuation at the end of a URL belongs to the sentence

PROTECTED: Final = re.compile(
    r"`[^`\n]+`"  # code, as Markdown marks it
    r"|(?<=\])\([^()\s]*\)"  # the target of a Markdown link
    r"|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>"  # a tag, but not 印发<办法>
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"  # a character reference
    r"|(?<![A-Za-z])(?:[A-Za-z][A-Za-z0-9+.-]{0,20}://|www\.)[!-~]*" + _URL_END +  # a URL
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"  # an e-mail address
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|gov|edu|hk|tw|info|io)"
    r"(?![A-Za-z0-9])(?::[0-9]+)?(?:/[!-~]*" + _URL_END + r")?"  # a host without its scheme
    r"|\([^()\n]*\)(?=\.[A-Za-z][A-Za-z0-9]{1,4}(?![A-Za-z0-9]))"  # 通知(修订).docx
)  # fmt: skip
"""What is not running text: URLs, addresses, file names, code, tags.

Looked for only where something would change. Each alternative starts at a place that its own
characters cannot follow, so that the search is linear.
"""


def is_foreign(line: str) -> bool:
    """Whether a line is Japanese or Korean: more than a quarter of its East Asian letters are kana or hangul.

    >>> is_foreign("東京では、もっと涼しい。"), is_foreign("“优の品”连锁店在本市开业。")
    (True, False)
    """
    found = len(_FOREIGN.findall(line))
    return found > 0 and found * 3 > len(HAN_PATTERN.findall(line))
