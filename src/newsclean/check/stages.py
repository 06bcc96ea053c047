"""The stages as the linter uses them: each finds edits of the source that leave its markup untouched."""

from __future__ import annotations

from newsclean.characters import HAN
from newsclean.check.damage import find_damage
from newsclean.check.layers import Finder
from newsclean.check.text import Text, admit
from newsclean.config import Config
from newsclean.edits import Edit
from newsclean.lazy import regex

_CHINESE = regex(f"[{HAN}\u2e80-\u2fdf\u3000-\u303f\ufe30-\ufe6f\uff00-\uffef]")
"""Characters that make a line Chinese: Chinese characters, Chinese punctuation, full-width forms."""

# What each stage needs (dictionaries, models, rules) is loaded when it first runs.
# ruff: noqa: PLC0415


def make_finders(config: Config) -> list[tuple[str, Finder]]:
    """The stages that check files, in the order of the pipeline, each with its name.

    All but the first look only at Chinese text: two spaces in an English licence are none of our business.
    """
    finders: list[tuple[str, Finder]] = [
        ("mojibake", find_damage),
        ("boilerplate", lambda text: _find_boilerplate(text, config) if text.is_chinese else []),
    ]
    if config.script != "keep":
        finders.append(("script", lambda text: _find_conversions(text, config) if text.is_chinese else []))
    finders.append(("normalise", lambda text: _find_irregularities(text, config) if text.is_chinese else []))
    return finders


def _find_boilerplate(text: Text, config: Config) -> list[Edit]:
    from newsclean.check.boilerplate import find_boilerplate

    return find_boilerplate(text, config.ruleset, remove="boilerplate" in config.fix)


def _find_irregularities(text: Text, config: Config) -> list[Edit]:
    from newsclean.stages.normalise import find_irregularities

    shown = text.view.shielded
    edits = _without_foreign_spaces(shown, find_irregularities(shown, config.punctuation))
    kept = [edit for edit in edits if edit.rule != "space" or shown[edit.start - 1 : edit.start].strip("\n")]
    if len(kept) < len(edits) and text.form == "text" and _is_wrapped(text.source):
        edits = kept  # the indents tell paragraphs from lines that are wrapped
    return _placed(text, edits)


def _is_wrapped(source: str) -> bool:
    """Whether the lines of a plain text were wrapped at a fixed width."""
    from newsclean.layout.lines import lines_of
    from newsclean.layout.wraps import find_wraps
    from newsclean.markup import plain

    return bool(find_wraps(lines_of(tuple(plain.paragraphs(source))), source))


def _without_foreign_spaces(shown: str, edits: list[Edit]) -> list[Edit]:
    """The edits without those of spaces in lines that have nothing Chinese in them."""
    kept = []
    end, chinese = -1, False  # of the line looked at last
    for edit in edits:
        if edit.start > end:
            start = shown.rfind("\n", end + 1, edit.start) + 1 or end + 1
            end = shown.find("\n", edit.start)
            end = end if end >= 0 else len(shown)
            chinese = _CHINESE.search(shown, start, end) is not None
        if chinese or edit.rule != "space":
            kept.append(edit)
    return kept


def _find_conversions(text: Text, config: Config) -> list[Edit]:
    from newsclean.hanscript.conversion import find_conversions

    assert config.script != "keep"
    return _placed(text, find_conversions(text.view.text, config.script, config.protected))


def _placed(text: Text, edits: list[Edit]) -> list[Edit]:
    """Edits of the view, as edits of the source."""
    place = text.view.place
    placed = [one for edit in edits for one in place(edit)]
    if any("\n" in edit.new for edit in edits):
        placed = [_broken(text, one) for one in placed if _may_break(text, one)]
    return admit(text, placed)


def _may_break(text: Text, edit: Edit) -> bool:
    """Whether an edit inserts no line break, or only one that stays within a paragraph."""
    if "\n" not in edit.new or text.form != "markdown":
        return True
    start = max(text.source.rfind("\n", 0, edit.start), text.source.rfind("\r", 0, edit.start)) + 1
    return (
        text.source[start : start + 1].isalnum()
        and text.source[edit.end : edit.end + 1].isalpha()
        and "|" not in text.source[start : edit.start]
    )


def _broken(text: Text, edit: Edit) -> Edit:
    """The edit with the line breaks of the file."""
    if "\n" in edit.new and "\r\n" in text.source:
        return edit._replace(new=edit.new.replace("\n", "\r\n"))
    return edit
