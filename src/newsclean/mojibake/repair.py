"""Finding and repairing text that was decoded wrongly: round by round, and what is told about it."""

from __future__ import annotations

from newsclean.document import Caution, counted
from newsclean.edits import Edit, applied
from newsclean.mojibake import gate
from newsclean.mojibake.escapes import find_escapes
from newsclean.mojibake.readings import find_readings, may_gloss

ROUNDS = 4
"""Text may have been decoded wrongly that often."""
DENSE = 5000
"""Characters a byte shift from which on a text is known to have lost bytes."""


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
    # What is imported here takes a twentieth of a small run to load; most texts need none of it.
    if look.quiet and not escapes and not glossed:
        if "????" not in text:
            return [], []
        from newsclean.mojibake.losses import find_losses  # noqa: PLC0415

        return [], find_losses(text)
    from newsclean.mojibake.damage import find_damage, without_half_done  # noqa: PLC0415
    from newsclean.mojibake.edits import composed  # noqa: PLC0415
    from newsclean.mojibake.kinds import SHIFT  # noqa: PLC0415
    from newsclean.mojibake.losses import find_losses  # noqa: PLC0415
    from newsclean.mojibake.signs import find_signs  # noqa: PLC0415

    inserted = find_readings(text) if glossed else []
    edits: list[Edit] = []
    cautions: list[Caution] = []
    current = text
    for number in range(ROUNDS):
        step = find_escapes(current) if number else escapes
        if not step and (edits or look.toned or not look.quiet):
            shifts = sum(edit.rule == SHIFT for edit in edits) * DENSE > len(text)
            shifts = shifts or bool(find_readings(current) if glossed and edits else inserted)
            step, cautions = find_damage(current, None if number or shifts else look, shifts=shifts)
        if not step:
            break
        edits = composed(text, edits, step)
        current = applied(text, edits)
    if step := find_readings(current) if edits else inserted:
        edits = composed(text, edits, step)
        current = applied(text, edits)
    if step := find_signs(current):
        edits = composed(text, edits, step)
        current = applied(text, edits)
    edits, undone = without_half_done(text, edits)
    if undone:
        current = applied(text, edits)
        cautions += undone
    guessed = sum(1 for edit in edits if not edit.certain)
    if guessed:
        cautions = [
            Caution(
                "restored-by-context",
                f"{counted(guessed, 'passage')} had lost bytes; what stands there was chosen by context",
                guessed,
            ),
            *cautions,
        ]
    return edits, cautions if look.quiet and not edits else [*cautions, *find_losses(current)]
