"""One file: read, checked and, if asked, repaired; bytes in, findings and bytes out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from newsclean.check.codes import code_of, is_selected
from newsclean.check.findings import Finding, make_findings
from newsclean.check.layers import Finder, Found, Verdict, run_layers
from newsclean.check.scan import guess_format
from newsclean.check.stages import make_finders
from newsclean.check.text import Text
from newsclean.config import Config
from newsclean.document import Document, Rejected
from newsclean.edits import Edit
from newsclean.lazy import regex

OTHER = frozenset([
    ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".yaml", ".yml", ".toml", ".xml", ".svg", ".rss",
    ".atom", ".ini", ".cfg", ".conf", ".py", ".js", ".ts", ".css", ".c", ".h", ".cpp", ".go", ".rs",
    ".java", ".rb", ".php", ".sh", ".sql", ".tex", ".ipynb", ".po",
])  # fmt: skip
"""Formats with a grammar of their own, in which a comma made full-width can break the file."""

CHARSET = regex(
    r"""<meta\s[^>]*?\bcharset\s*=\s*["']?\s*(?P<meta>[\w.:-]+)
      | <\?xml\s[^>]*?\bencoding\s*=\s*["'](?P<xml>[\w.:-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
HEAD = 4096
"""Characters within which a declaration of the charset has to stand (HTML's standard says 1,024 bytes)."""


class Unreadable(ValueError):  # noqa: N818 - it is a verdict on the file
    """A file that cannot be checked; the message says why and what to do."""


@dataclass(frozen=True)
class Examined:
    """What was found in a file.

    Attributes:
        path: Its name.
        source: Its text, as it stands in the file.
        found: What the stages have found, in the order of the file.
        fixed: The file with what is fixable repaired; None when that changes nothing.
    """

    path: str
    source: str
    found: list[Found]
    fixed: bytes | None

    @cached_property
    def findings(self) -> list[Finding]:
        """What is unclean, in the order of the file, with its places and words."""
        return make_findings(self.path, self.source, self.found)


def examine(path: str, data: bytes, config: Config, *, unsafe: bool = False) -> Examined:
    """Find what is unclean in a file, and repair it.

    Args:
        path: Its name, which tells its format.
        data: Its content.
        config: What is in force.
        unsafe: Whether repairs that are only probable are made as well.

    Returns:
        Findings, and the repaired content.

    Raises:
        Unreadable: The file is no text that can be told from its markup, or cannot be decoded.
    """
    return _Examination(path, data, config, unsafe=unsafe).run()


def fix(path: str, data: bytes, config: Config, *, unsafe: bool = False) -> bytes | None:
    """A file with what is fixable repaired; None when there is nothing to repair.

    Args:
        path: Its name, which tells its format.
        data: Its content.
        config: What is in force.
        unsafe: Whether repairs that are only probable are made as well.

    Raises:
        Unreadable: The file is no text that can be told from its markup, or cannot be decoded.

    >>> fix("甲.md", "今年以来,全县增长".encode(), Config()).decode()
    '今年以来，全县增长'
    """
    fixed = examine(path, data, config, unsafe=unsafe).fixed
    # A promise is checked before anything is written: what fix wrote, check accepts.
    if fixed is not None and examine(path, fixed, config, unsafe=unsafe).fixed is not None:
        raise Unreadable("its repair would have to be repaired again, so it is left alone; please report it")
    return fixed


def read(data: bytes) -> str:
    """The text of a file in whatever encoding, to show it."""
    return _decode(data.removeprefix(codecs.BOM_UTF8))[0]


class _Examination:
    def __init__(self, path: str, data: bytes, config: Config, *, unsafe: bool) -> None:
        suffix = PurePath(path).suffix.lower()
        if suffix in OTHER:
            raise Unreadable(
                f"{suffix} files are not checked, as a comma may mean something there; "
                "clean their text with newsclean clean"
            )
        self.path = path
        self.config = config
        self.unsafe = unsafe
        self.verdicts: dict[tuple[str, str], Verdict | None] = {}
        self.bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self.data = data[len(self.bom) :]
        self.source, self.encoding, cautions = _decode(self.data)
        self.whole = "damaged-bytes" not in cautions
        self.recoding = Edit(0, 0, "", "mixed-encodings" if "mixed-encodings" in cautions else "encoding")
        self.recodes = (self.encoding != "utf-8" or self.recoding.rule != "encoding") and (
            self.verdict("decode", self.recoding) is not None
        )

    def run(self) -> Examined:
        form = guess_format(PurePath(self.path), self.source)
        finders: list[tuple[str, Finder]] = [("decode", self.find_charset), *make_finders(self.config)]
        # Its patterns see through script and width: where it only names lines, later repairs show it no more.
        once = () if "boilerplate" in self.config.fix else ("boilerplate",)
        found, text = run_layers(Text(self.source, form), finders, self.verdict, once)
        found = [*self.of_the_whole(), *found]
        fixed = None
        if any(one.verdict == "do" for one in found):
            encoding = "utf-8" if self.recodes else self.encoding
            content = _encoded(text.source, encoding)
            if content is None:
                raise Unreadable(f"its repaired text cannot be written as {encoding}; do not ignore NC101")
            fixed = self.bom + content
        return Examined(self.path, self.source, found, fixed)

    def verdict(self, stage: str, edit: Edit) -> Verdict | None:
        """What is to become of an edit; None when it is not looked for."""
        verdict = self.judge(stage, edit.rule)
        return "hold" if verdict == "do" and not (self.unsafe or (edit.certain and self.whole)) else verdict

    def judge(self, stage: str, rule: str) -> Verdict | None:
        """What is to become of what a rule finds and is certain of."""
        key = stage, rule
        if key not in self.verdicts:
            wanted = is_selected(code_of(stage, rule).code, self.config.select, self.config.ignore)
            made = stage == "decode" or stage in self.config.fix
            self.verdicts[key] = ("do" if made else "name") if wanted else None
        return self.verdicts[key]

    def of_the_whole(self) -> list[Found]:
        """What is wrong with the file's bytes."""
        found = []
        verdict = self.verdict("decode", self.recoding)
        if self.recodes and verdict is not None:
            found.append(Found("decode", self.recoding, self.encoding, 0, 0, verdict))
        if not self.whole:
            start = max(self.source.find("\N{REPLACEMENT CHARACTER}"), 0)
            edit = Edit(start, start + 1, "\N{REPLACEMENT CHARACTER}", "damaged-bytes", certain=False)
            verdict = self.verdict("decode", edit)
            if verdict is not None:
                found.append(Found("decode", edit, self.encoding, start, start + 1, verdict))
        return found

    def find_charset(self, text: Text) -> list[Edit]:
        """The declaration of a charset that the file is not, or will not be, written in."""
        if (self.encoding != "utf-8" and not self.recodes) or (
            text.form != "html" and not text.source.startswith("<?xml")
        ):
            return []
        if text.source.isascii():
            return []  # which reads the same in every charset that is declared
        return [
            Edit(*match.span(group), "utf-8", "charset")
            for match in CHARSET.finditer(text.source, 0, HEAD)
            for group in ("meta", "xml")
            if match[group] and match[group].lower() not in ("utf-8", "utf8")
        ]


def _decode(data: bytes) -> tuple[str, str, frozenset[str]]:
    """The text of a file, its encoding, and the codes of what is to be said of it."""
    from newsclean.stages.decode import Decode  # noqa: PLC0415 - what it needs is needed here only

    try:
        doc = Decode()(Document(data))
    except Rejected as rejected:
        if rejected.code == "empty":
            return "", "utf-8", frozenset()
        raise Unreadable(str(rejected)) from None
    encoding = (doc.encoding or "utf-8").lower().replace("_", "-")
    return doc.source, encoding, frozenset(caution.code for caution in doc.warnings)


def _encoded(source: str, encoding: str) -> bytes | None:
    try:
        return source.encode(encoding)
    except UnicodeEncodeError:
        return None
