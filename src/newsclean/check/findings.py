"""Findings: what is wrong in a file, with its place, its code and a message."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from newsclean.check.codes import code_of
from newsclean.check.layers import Found
from newsclean.check.spans import LINE_BREAK

LONGEST = 24
"""Characters of the longest excerpt shown in full; of a longer one only the ends are shown."""
SHORT = 8
"""Characters of the longest excerpt that is shown with its neighbours."""


class Places:
    r"""Lines and columns of a source.

    Both count from 1, columns in code points. As in editors, a line ends with LF, CR LF or CR and nothing
    else, and a byte order mark does not count.

    >>> Places("甲\r\n乙丙").of(4)
    (2, 2)
    """

    def __init__(self, source: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_BREAK.finditer(source))]

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class Finding(NamedTuple):
    """One thing that is unclean in a file.

    Attributes:
        path: The file.
        line: Line of its first character, from 1.
        column: Column of its first character in code points, from 1.
        end_line: Line of the character after its last.
        end_column: Column of the character after its last.
        code: Code of the rule.
        stage: Name of the rule's stage.
        rule: Id of the rule.
        message: What is wrong, with an excerpt.
        before: The text found.
        after: The repaired text; None if it is unknown.
        certain: False if the repaired text had to be chosen from context.
        fixable: Whether `newsclean fix` repairs it with the configuration in force.
        fixable_unsafe: Whether `newsclean fix` needs `--unsafe` to repair it, because its repair, or that of
            damage near it, is only probable.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    stage: str
    rule: str
    message: str
    before: str
    after: str | None
    certain: bool
    fixable: bool
    fixable_unsafe: bool

    @property
    def remark(self) -> str:
        """Whether it is certain and fixable, in words."""
        if self.fixable:
            return "fixable"
        remarks = [] if self.certain else ["probable"]
        return ", ".join([*remarks, "fixable with --unsafe"] if self.fixable_unsafe else remarks)


def make_findings(path: str, source: str, found: Sequence[Found]) -> list[Finding]:
    """Turn what the stages have found into findings.

    Args:
        path: The file.
        source: Its text.
        found: What the stages have found, in the order of the file.
    """
    places = Places(source)
    findings = []
    for one in _outermost(found):
        stage, edit, before, start, end, verdict = one
        code = code_of(stage, edit.rule)
        stands = source[start:end]
        after = edit.new if edit.new != before == stands else None
        findings.append(
            Finding(
                path,
                *places.of(start),
                *places.of(end),
                code.code,
                stage,
                edit.rule,
                _message(code.message, source, one),
                stands,
                after,
                edit.certain,
                verdict == "do",
                verdict == "hold",
            )
        )
    return findings


def _outermost(found: Sequence[Found]) -> list[Found]:
    """Leave out what later stages do within a repair of mojibake, which is reported already."""
    kept: list[Found] = []
    repaired = 0  # where the last repair ends
    for one in found:
        if one.stage == "mojibake":
            repaired = max(repaired, one.end) if one.verdict == "do" else repaired
        elif repaired >= one.end > one.start:
            continue
        kept.append(one)
    return kept


def _message(template: str, source: str, one: Found) -> str:
    if "{before}" in template:
        return template.replace("{before}", one.before)
    before, after = one.before, one.edit.new
    if before == after or one.stage == "boilerplate":
        return f"{template}: {excerpt(before)}"
    if len(before) <= SHORT and len(after) <= 1:
        # A mark alone says little, so it is shown with its neighbours.
        left = source[max(one.start - 1, 0) : one.start].strip("\r\n")
        right = source[one.end : one.end + 1].strip("\r\n")
        if one.before == source[one.start : one.end]:
            before, after = left + before + right, left + after + right
    return f"{template}: {excerpt(before)} → {excerpt(after)}"


def excerpt(text: str) -> str:
    r"""A short text in quotes, with invisible characters spelled out.

    >>> excerpt("人工\u200b智能")
    '"人工<U+200B>智能"'
    """
    if len(text) > LONGEST:
        text = text[: LONGEST * 2 // 3] + "…" + text[-LONGEST // 3 :]
    return f'"{text}"' if text.isprintable() else '"' + "".join(map(_visible, text)) + '"'


def _visible(char: str) -> str:
    return char if char.isprintable() else f"<U+{ord(char):04X}>"
