"""Repairs of text that was decoded wrongly: whether there is anything to repair is told quickly."""

from __future__ import annotations

from newsclean.document import Caution
from newsclean.edits import Edit
from newsclean.mojibake import gate
from newsclean.mojibake.escapes import find_escapes
from newsclean.mojibake.readings import may_gloss


def find_repairs(text: str) -> tuple[list[Edit], list[Caution]]:
    """What was decoded wrongly in a text, and what it should be.

    Clean text costs one pass at the speed of a regular expression. A repair that had to choose a lost
    character has `certain=False`; where the choice was open, U+FFFD stands. Repairing the repaired
    text finds nothing more.

    Args:
        text: Any text: plain, Markdown, the source of a web page.

    Returns:
        The edits, in order, and warnings: `restored-by-context` for characters that were lost and
        chosen by their neighbours, `irrecoverable` for what stays as it is.

    >>> edits, cautions = find_repairs("甯傚浘涔﹂\ue6ed鏄ㄥぉ閲嶆柊寮\ue178斁銆")
    >>> edits[0].rule
    'utf8-as-gb18030'
    """
    escapes = find_escapes(text)
    look = gate.look_at(text)
    glossed = look.toned or (not text.isascii() and may_gloss(text))
    if look.quiet and not escapes and not glossed:
        if "????" not in text:
            return [], []
        from newsclean.mojibake.losses import find_losses  # noqa: PLC0415 - few texts need it

        return [], find_losses(text)
    from newsclean.mojibake.rounds import repair  # noqa: PLC0415 - the search is large, and most texts need none

    return repair(text, look, escapes, glossed=glossed)
