r"""Backslashes behind characters whose second byte is one: `成功\的`, `許\多`, `蓋\了`.

In Big5 and GBK the second byte of some characters is 0x5C, the backslash. Programs that know nothing of that
double it, and a backslash stands in the text behind every such character, and behind no other.
"""

from __future__ import annotations

from functools import cache

from newsclean.edits import Edit
from newsclean.lazy import regex

LEAST = 2
"""Different characters with a backslash behind them that a text must hold."""

BETWEEN = regex(r"\\(?<=([\u3400-\u9fff])\\)(?=[\u3001-\u9fff\uff01-\uff5e])")


@cache
def _doubled(codec: str) -> frozenset[str]:
    chars = (bytes([lead, 0x5C]).decode(codec, "ignore") for lead in range(0x81, 0xFF))
    return frozenset(char for char in chars if len(char) == 1)


def find_backslashes(text: str) -> list[Edit]:
    r"""Backslashes that are the second byte of the character before them once more, to be deleted.

    Args:
        text: Any text.

    Returns:
        Edits of the rule `extra-backslash`, in order; none if one stands behind other characters.

    >>> [e.start for e in find_backslashes("許\\多人說，演出很成功\\。")]
    [1, 11]
    >>> find_backslashes("成功\\失敗，許可\\不許可")
    []
    """
    hits = list(BETWEEN.finditer(text))
    behind = {m[1] for m in hits}
    if len(behind) < LEAST or not any(behind <= _doubled(codec) for codec in ("cp950", "gbk")):
        return []
    return [Edit(*m.span(), "", "extra-backslash") for m in hits]
