"""Checks and repairs one file: bytes in, findings and bytes out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from newsclean.characters import REPLACEMENT
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
    ".java", ".rb", ".php", ".sh", ".sql", ".tex", ".ipynb", ".po", ".rst", ".adoc", ".asciidoc", ".org",
    ".textile", ".wiki", ".vue", ".jsx", ".tsx", ".mjs", ".scss", ".less", ".cs", ".kt", ".swift", ".lua",
    ".pl", ".ps1", ".bat", ".properties",
])  # fmt: skip
"""Formats with a grammar of their own, in which a full-width comma or one space less can break the file."""

CHARSET = regex(
    r"""<meta\s[^>]*?\bcharset\s*=\s*["']?\s*(?P<meta>[\w.:-]+)
      | <\?xml\s[^>]*?\bencoding\s*=\s*["'](?P<xml>[\w.:-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
HEAD = 4096
"""Characters of a file that are searched for the declared charset (the HTML standard says 1,024 bytes)."""


class Unreadable(ValueError):  # noqa: N818 - it is a verdict on the file
    """A file that cannot be checked; the message says why and what to do."""


@dataclass(frozen=True)
class Examined:
    """The result of checking a file.

    Attributes:
        path: Its name.
        source: Its text.
        found: What the stages have found, in the order of the file.
        fixed: The repaired content; None if there is nothing to repair.
    """

    path: str
    source: str
    found: list[Found]
    fixed: bytes | None

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings in the order of the file, with their places and messages."""
        return make_findings(self.path, self.source, self.found)


def examine(path: str, data: bytes, config: Config, *, unsafe: bool = False) -> Examined:
    """Check a file, and repair its content.

    Args:
        path: Its name, which determines its format.
        data: Its content.
        config: The configuration in force.
        unsafe: Whether to make repairs that are only probable as well.

    Raises:
        Unreadable: The format of the file is not supported, or its content cannot be decoded.
    """
    return _Examination(path, data, config, unsafe=unsafe).run()


def fix(path: str, data: bytes, config: Config, *, unsafe: bool = False) -> bytes | None:
    """The repaired content of a file; None if there is nothing to repair.

    Takes what `examine` takes.

    Raises:
        Unreadable: As for `examine`, or the repair is not stable.

    >>> fix("甲.md", "今年以来,全县增长".encode(), Config()).decode()
    '今年以来，全县增长'
    """
    fixed = examine(path, data, config, unsafe=unsafe).fixed
    # Verified before anything is written: check accepts what fix has written.
    if fixed is not None and examine(path, fixed, config, unsafe=unsafe).fixed is not None:
        raise Unreadable("repairing it twice would change it again, so it is left alone; please report this")
    return fixed


def read(data: bytes) -> str:
    """The text of a file in any encoding, for display."""
    return _decode(data.removeprefix(codecs.BOM_UTF8))[0]


class _Examination:
    def __init__(self, path: str, data: bytes, config: Config, *, unsafe: bool) -> None:
        suffix = PurePath(path).suffix.lower()
        if suffix in OTHER:
            raise Unreadable(
                f"{suffix} files are not checked, since punctuation and spaces are part of their syntax; "
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
        self.recoding = Edit(0, 0, "", self.recoding_rule(cautions))
        self.recodes = (self.encoding != "utf-8" or self.recoding.rule != "encoding") and (
            self.verdict("decode", self.recoding) is not None
        )

    def run(self) -> Examined:
        form = guess_format(PurePath(self.path), self.source)
        finders: list[tuple[str, Finder]] = [("decode", self.find_charset), *make_finders(self.config)]
        # The patterns of boilerplate ignore script and width, so later repairs reveal no more of it.
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

    def recoding_rule(self, cautions: frozenset[str]) -> str:
        """The rule by which the file would be written anew, if any does."""
        if "mixed-encodings" in cautions:
            return "mixed-encodings"
        halves = self.encoding == "utf-8" and self.whole and _encoded(self.source, "utf-8") != self.data
        return "split-characters" if halves else "encoding"

    def verdict(self, stage: str, edit: Edit) -> Verdict | None:
        """What to do with an edit; None to ignore it."""
        verdict = self.judge(stage, edit.rule)
        return "hold" if verdict == "do" and not (self.unsafe or (edit.certain and self.whole)) else verdict

    def judge(self, stage: str, rule: str) -> Verdict | None:
        """What to do with a certain edit of a rule; None to ignore it."""
        key = stage, rule
        if key not in self.verdicts:
            wanted = is_selected(code_of(stage, rule).code, self.config.select, self.config.ignore)
            made = stage == "decode" or stage in self.config.fix
            self.verdicts[key] = ("do" if made else "name") if wanted else None
        return self.verdicts[key]

    def of_the_whole(self) -> list[Found]:
        """What is wrong with the encoding of the file."""
        found = []
        verdict = self.verdict("decode", self.recoding)
        if self.recodes and verdict is not None:
            found.append(Found("decode", self.recoding, self.encoding, 0, 0, verdict))
        if not self.whole:
            start = max(self.source.find(REPLACEMENT), 0)
            edit = Edit(start, start + 1, REPLACEMENT, "damaged-bytes", certain=False)
            verdict = self.verdict("decode", edit)
            if verdict is not None:
                found.append(Found("decode", edit, self.encoding, start, start + 1, verdict))
        return found

    def find_charset(self, text: Text) -> list[Edit]:
        """The declaration of a charset that is not the one the file is, or will be, written in."""
        if (self.encoding != "utf-8" and not self.recodes) or (
            text.form != "html" and not text.source.startswith("<?xml")
        ):
            return []
        if text.source.isascii():
            return []  # which is the same in every charset that may be declared
        return [
            Edit(*match.span(group), "utf-8", "charset")
            for match in CHARSET.finditer(text.source, 0, HEAD)
            for group in ("meta", "xml")
            if match[group] and match[group].lower() not in ("utf-8", "utf8")
        ]


def _decode(data: bytes) -> tuple[str, str, frozenset[str]]:
    """The text of a file, its encoding, and the codes of the warnings about it."""
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
    except (UnicodeEncodeError, LookupError):  # Python only reads ISO-2022-CN with our help
        return None
