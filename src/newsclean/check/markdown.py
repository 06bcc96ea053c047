"""The syntax of Markdown in a source: markers at the start of a line, code, links, tables."""

from __future__ import annotations

import re
from bisect import bisect_left

from newsclean.lazy import regex
from newsclean.markup.tokens import BLOCKS

MARKING = frozenset(" \t>-+*0123456789`~_=[{#:|")
"""The characters with which markup at the start of a line begins, tags aside."""
FENCE = regex(
    r"""(?P<container>(?:[ \t]*+(?:>|(?:[-*+]|[0-9]{1,9}[.)])[ \t]))*+)[ \t]*+
        (?P<fence>`{3,}(?![^\r\n]*`)|~{3,})[^\r\n]*+""",
    re.VERBOSE,
)
FENCE_BELOW = regex(r"[\r\n][ ]{0,3}(?:`{3}|~{3})")
RULER = regex(r"[ \t]*+(?:(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,}|(?:\*[ \t]*+){3,}|=+[ \t]*+)(?=[\r\n]|\Z)")
"""A thematic break, or the line under a heading."""
MARKERS = regex(
    r"""(?:[ \t]*+(?:>|(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t\r\n]|\Z)(?:[ \t]+\[[ xX]\](?=[ \t]))?
        |\#{1,6}(?=[ \t\r\n]|\Z)|\[\^[^\]\s]{1,99}\]:|:(?=[ \t])|\*\[[^\]\r\n]{1,99}\]:))*+""",
    re.VERBOSE,
)
"""Quotes, items of lists and of tasks, headings, footnotes, definitions (`: …`), abbreviations (`*[…]:`)."""
ITEM_OF_CODE = regex(r"[ \t]*+(?:>|[-*+]|[0-9]{1,9}[.)])(?:[ ]{5,}|[ ]*\t)[^\r\n]*+")
"""A list item or a quote that begins with indented code."""
LIST = regex(r"[ \t]*+(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t\r\n]|\Z)")
UNDERLINE = regex(r" {0,3}-{1,2}[ \t]*+(?=[\r\n]|\Z)")
"""The line under a heading, where it is not a ruler; elsewhere it would be a list item or text."""
EMPTY_ITEM = regex(r"[ \t]*+(?:[-*+]|[0-9]{1,9}[.)])[ \t]*+(?>\r\n|\n|\r)[ \t]*+(?:[\r\n]|\Z)")
"""An empty list item, which ends at the blank line after it."""
INDENTED = regex(r"(?: {4}| {0,3}\t)[^\r\n]*+")
DEFINITION = regex(r" {0,3}\[(?!\^)([^\[\]\r\n]{1,999})\]:[ \t]*+(?:<[^<>\r\n]*+>|[/.#!-~][!-~]*+)[^\r\n]*+")
"""A link definition; `[记者]: 您好` is not one, since the target of a link is ASCII."""
ATTRIBUTE_LIST = regex(r"\{(?::|[#.](?! ))[^{}\r\n]*+\}(?P<last>[ \t]*+(?=[\r\n]|\Z))?")
"""Attributes in the notation of kramdown, `{: .note}`, or pandoc, `{#top .note}`."""
TARGET = regex(
    r"""\]\([ \t]*+(?:<[^<>\r\n]*+>|(?:[^\s()<>]|\([^\s()]*+\))*+)
        (?:[ \t]+(?:"[^"\r\n]*+"|'[^'\r\n]*+'))?+[ \t]*+\)(?:\{:?[^{}\r\n]*+\})?""",
    re.VERBOSE,
)
REFERENCE = regex(r"\]\[([^\[\]\r\n]{0,999})\]")
AUTOLINK = regex(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[^\s<>@]+@[^\s<>@]+)>")
EMPHASIS = regex(r"\*++|_++|~~")
TICKS = regex(r"`++")
ESCAPE = regex(r"\\([!-/:-@\[-`{-~])")
CLOSING_HASHES = regex(r"#++[ \t]*+(?=[\r\n]|\Z)")
DELIMITER_ROW = regex(
    r"^[ \t>]*+\|?[ \t]*+:?-+:?[ \t]*+(?:\|[ \t]*+:?-+:?[ \t]*+)*+\|?[ \t]*+\r?$", re.MULTILINE
)
_HTML_BLOCKS = "|".join(sorted(BLOCKS | {"pre", "script", "style", "textarea"}))
PARAGRAPH_END = regex(
    rf"""(?>\r\n|\n|\r)(?=[ ]{{0,3}}
        (?:[ \t]*(?:[\r\n]|\Z)|`{{3,}}(?![^\r\n]*`)|~{{3,}}|\#{{1,6}}(?:[ \t\r\n]|\Z)
          |>|[-*+][ \t]|1[.)][ \t]
          |(?:-+[ \t]*|=+[ \t]*|(?:-[ \t]*){{3,}}|(?:_[ \t]*){{3,}}|(?:\*[ \t]*){{3,}})(?:[\r\n]|\Z)
          |<(?:!|\?|/?(?:{_HTML_BLOCKS})(?=[\s/>]))))""",
    re.VERBOSE | re.IGNORECASE,
)
"""A line break after which a new block begins; no inline markup extends across it."""
BLANK = regex(r"(?>\r\n|\n|\r)[ \t]*+(?=\r|\n|\Z)")
ADDRESS = regex(r"(?:https?|ftp)://[!#-;=?-_a-z|~]++", re.IGNORECASE)
WIKI_LINK = regex(r"\[\[[^\[\]\r\n]{1,999}\]\]")
FORMULA = regex(
    r"""\$\$(?=[^$]*[\\^_={}])[^$]++\$\$
      |\$(?=[^$\r\n]*[\\^_={}])(?=[^\s$])[^$\r\n]++(?<=\S)\$(?![0-9])""",
    re.VERBOSE,
)
"""TeX between dollars: told from prices as in pandoc, and only if it has TeX syntax, as in `$x_1$`."""
FOOTNOTE = regex(r"\[\^[^\]\s]{1,99}\]")
SHORTCUT = regex(r"\[([^\[\]\r\n]{1,999})\](?:\[\]|(?![\[(]))")


class Code:
    """Finds the closing backticks of code spans, each in logarithmic time."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.runs: dict[int, list[int]] = {}
        for run in TICKS.finditer(source):
            self.runs.setdefault(len(run[0]), []).append(run.start())
        self.paragraph = (0, -1)  # start and end of the paragraph looked at last

    def close(self, start: int, length: int) -> int | None:
        """The end of the code span that opens with `length` backticks at `start`; None if it has no end."""
        runs = self.runs.get(length, [])
        index = bisect_left(runs, start + length)
        if index == len(runs) or runs[index] > self._paragraph_end(start):
            return None
        return runs[index] + length

    def _paragraph_end(self, pos: int) -> int:
        if not self.paragraph[0] <= pos <= self.paragraph[1]:
            end = PARAGRAPH_END.search(self.source, pos)
            self.paragraph = (pos, end.start() if end is not None else len(self.source))
        return self.paragraph[1]


def find_tables(source: str, start: int) -> list[tuple[int, int]]:
    """The ranges of pipe tables: from the line above a delimiter row to the next blank line."""
    found: list[tuple[int, int]] = []
    if not any(sign in source for sign in ("-|", "|-", "| -", "- |", "|:")):
        return found
    for row in DELIMITER_ROW.finditer(source, start):
        if found and row.start() < found[-1][1]:
            continue
        head_end = row.start() - 1
        head_start = max(source.rfind("\n", start, max(head_end, start)) + 1, start)
        if "|" in row[0] and _columns(source, head_start, head_end) == _columns(source, *row.span()):
            end = BLANK.search(source, row.end())
            found.append((head_start, end.start() if end is not None else len(source)))
    return found


def _columns(source: str, start: int, end: int) -> int:
    """Number of cells in a row; 0 for a line without a pipe."""
    markers = MARKERS.match(source, start, end)
    row = source[markers.end() if markers is not None else start : end].strip()
    pipes = row.count("|") - row.count("\\|")
    return pipes + 1 - row.startswith("|") - (row.endswith("|") and not row.endswith("\\|")) if pipes else 0


def find_labels(source: str, start: int) -> frozenset[str]:
    """The labels of link definitions, as Markdown compares them."""
    if "]:" not in source:
        return frozenset()
    return frozenset(
        label(match[1])
        for line in re.finditer(r"^(?= {0,3}\[)", source[start:], re.MULTILINE)
        if (match := DEFINITION.match(source, start + line.start()))
    )


def label(text: str) -> str:
    """A label in the form in which Markdown compares labels: casefolded, white space collapsed."""
    return " ".join(text.casefold().split())
