"""The repair of a text in which something is wrong: round by round, and what is told about it."""

from __future__ import annotations

from newsclean.document import Caution, counted
from newsclean.edits import Edit, applied, composed
from newsclean.mojibake.damage import find_damage, without_half_done
from newsclean.mojibake.escapes import find_escapes
from newsclean.mojibake.gate import Look
from newsclean.mojibake.kinds import SHIFT
from newsclean.mojibake.losses import find_losses
from newsclean.mojibake.readings import find_readings
from newsclean.mojibake.signs import find_signs

ROUNDS = 4
"""Text may have been decoded wrongly that often."""
DENSE = 5000
"""Characters a byte shift from which on a text is known to have lost bytes."""


class _Repair:
    """A text, the edits that are found so far, and what they make of it."""

    def __init__(self, text: str) -> None:
        self.text = self.current = text
        self.edits: list[Edit] = []

    def add(self, step: list[Edit]) -> None:
        """Add edits of the text as it is now."""
        if step:
            self._take(composed(self.edits, self.current, step, named_after="first"))

    def give_up_half_done(self) -> list[Caution]:
        """Leave out the edits that repair a passage only in part; what is to be said of them."""
        edits, undone = without_half_done(self.text, self.edits)
        if undone:
            self._take(edits)
        return undone

    def _take(self, edits: list[Edit]) -> None:
        self.edits = edits
        self.current = applied(self.text, edits)


def repair(text: str, look: Look, escapes: list[Edit], *, glossed: bool) -> tuple[list[Edit], list[Caution]]:
    """What was decoded wrongly in a text, and what it should be; see `newsclean.mojibake.repair`.

    Args:
        text: The text.
        look: What a look at it says.
        escapes: The escapes in it.
        glossed: Whether readings of characters may have been inserted.
    """
    work = _Repair(text)
    inserted = find_readings(text) if glossed else []
    cautions: list[Caution] = []
    for number in range(ROUNDS):
        step = find_escapes(work.current) if number else escapes
        if not step and (work.edits or look.toned or not look.quiet):
            shifts = sum(edit.rule == SHIFT for edit in work.edits) * DENSE > len(text)
            shifts = shifts or bool(find_readings(work.current) if glossed and work.edits else inserted)
            step, cautions = find_damage(work.current, None if number or shifts else look, shifts=shifts)
        if not step:
            break
        work.add(step)
    work.add(find_readings(work.current) if work.edits else inserted)
    work.add(find_signs(work.current))
    cautions = [*cautions, *work.give_up_half_done()]
    if guessed := sum(1 for edit in work.edits if not edit.certain):
        message = f"{counted(guessed, 'passage')} had lost bytes; what stands there was chosen by context"
        cautions.insert(0, Caution("restored-by-context", message, guessed))
    if work.edits or not look.quiet:
        cautions += find_losses(work.current)
    return work.edits, cautions
