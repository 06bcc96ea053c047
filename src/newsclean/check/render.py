"""Writes findings as text for people, JSON for programs, GitHub annotations, or SARIF for code scanners."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from newsclean import __version__
from newsclean.check.codes import all_codes
from newsclean.check.findings import Finding
from newsclean.files import shown

FOLDED = frozenset({"script", "normalise"})
"""Stages that may have many findings on a line; of each rule only the first is shown to people."""

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_text(findings: Iterable[Finding]) -> str:
    """One line per finding: `path:line:column: CODE message (what can be done)`."""
    return "".join(
        f"{shown(one.path)}:{one.line}:{one.column}: {one.code} {_told(one, more)}\n"
        for one, more in _folded(findings)
    )


def as_json(findings: Iterable[Finding]) -> str:
    """JSON Lines with every field of every finding."""
    return "".join(_dumped(one._asdict()) + "\n" for one in findings)


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands that GitHub Actions shows beside the lines of a pull request."""
    lines = []
    for one, more in _folded(findings):
        level = "error" if one.certain else "warning"
        place = f"file={_property(one.path)},line={one.line},col={one.column}"
        if one.end_line == one.line:
            place += f",endColumn={one.end_column}"
        lines.append(f"::{level} {place},title={_property(one.code)}::{_data(_told(one, more))}\n")
    return "".join(lines)


def as_sarif(findings: Iterable[Finding]) -> str:
    """A SARIF 2.1.0 log, as code scanners read it."""
    findings = list(findings)
    codes = sorted({one.code for one in findings})
    return (
        _dumped(
            {
                "$schema": SARIF_SCHEMA,
                "version": "2.1.0",
                "runs": [
                    {
                        "tool": {"driver": _driver(codes)},
                        "columnKind": "unicodeCodePoints",
                        "results": [_result(one, codes.index(one.code)) for one in findings],
                    }
                ],
            },
            indent=2,
        )
        + "\n"
    )


FORMATS: dict[str, Callable[[Iterable[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def _dumped(value: object, indent: int | None = None) -> str:
    r"""A value as JSON, in plain characters except for those that UTF-8 cannot encode.

    >>> _dumped("甲\udcff.md")  # a file name with a byte that is not valid UTF-8
    '"甲\\udcff.md"'
    """
    dumped = json.dumps(value, ensure_ascii=False, indent=indent)
    return dumped.encode("utf-8", "backslashreplace").decode("utf-8")


def _folded(findings: Iterable[Finding]) -> Iterable[tuple[Finding, int]]:
    """The findings to show, each with the number of further ones of its kind on its line."""
    for _, group in groupby(findings, key=lambda one: (one.path, one.line)):
        line = list(group)
        first: dict[str, int] = {}
        told: list[list[Any]] = []
        for one in line:
            if one.stage in FOLDED and one.code in first:
                told[first[one.code]][1] += 1
                continue
            first[one.code] = len(told)
            told.append([one, 0])
        yield from ((one, more) for one, more in told)


def _told(one: Finding, more: int) -> str:
    remarks = [f"and {more} more on this line"] if more else []
    remarks += [one.remark] if one.remark else []
    return one.message + (f" ({'; '.join(remarks)})" if remarks else "")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _driver(codes: Sequence[str]) -> dict[str, Any]:
    known = all_codes()
    return {
        "name": "newsclean",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": code,
                "name": known[code].rule,
                "shortDescription": {"text": known[code].title},
                "fullDescription": {"text": known[code].why},
                "help": {"text": known[code].help},
            }
            for code in codes
        ],
    }


def _result(one: Finding, index: int) -> dict[str, Any]:
    uri = quote(PurePath(one.path).as_posix(), safe="/", errors="surrogateescape")
    region = {
        "startLine": one.line,
        "startColumn": one.column,
        "endLine": one.end_line,
        "endColumn": one.end_column,
        "snippet": {"text": one.before},
    }
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": "error" if one.certain else "warning",
        "message": {"text": _told(one, 0)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        "properties": {"certain": one.certain, "fixable": one.fixable},
    }
    if one.fixable and one.after is not None:
        deleted = {key: value for key, value in region.items() if key != "snippet"}
        result["fixes"] = [
            {
                "description": {"text": "newsclean fix"},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": uri},
                        "replacements": [{"deletedRegion": deleted, "insertedContent": {"text": one.after}}],
                    }
                ],
            }
        ]
    return result
