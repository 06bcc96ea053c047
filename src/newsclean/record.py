"""The metadata record: what is known about a document and what was done to it, as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import newsclean
from newsclean.document import ArticleSpan, Document, Removed
from newsclean.facts import ORDER, Meta
from newsclean.files import as_utf8

SCHEMA_VERSION = 1


def make_record(doc: Document, path: str | None = None, *, verbose: bool = False) -> dict[str, Any]:
    """The record of a cleaned document; `record.schema.json` beside this module describes it.

    Args:
        doc: The document after the pipeline.
        path: The input's path; None when it has none.
        verbose: Whether to add `candidates`: the values found but not used, by field, with their origins.

    Returns:
        A dictionary of plain JSON values.
    """
    data = doc.data if isinstance(doc.data, bytes) else to_utf8(doc.data)
    changes: dict[str, Counter[str]] = {}
    for change in doc.changes:
        changes.setdefault(change.stage, Counter())[change.rule] += 1
    record: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        **_as_object(doc.meta),
        "page_type": doc.page_type,
        "articles": [_as_object(article) for article in doc.articles],
        "input": {
            "path": path and as_utf8(path),
            "bytes": len(data),
            "sha256": _sha256(data),
            "encoding": doc.encoding,
            "script": doc.script,
        },
        "output": _measure(doc.text),
        "changes": {stage: dict(sorted(rules.items())) for stage, rules in changes.items()},
        "removed": [_as_object(removed) for removed in doc.removed],
        "warnings": [asdict(caution) for caution in doc.warnings],
        "newsclean": newsclean.__version__,
    }
    if verbose:
        record["candidates"] = _candidates(doc, record)
    return record


def to_utf8(text: str) -> bytes:
    """The text encoded for output: always valid UTF-8, with `?` for a lone surrogate."""
    return text.encode("utf-8", "replace")


def _as_object(value: Meta | ArticleSpan | Removed) -> dict[str, Any]:
    """A named tuple as a JSON object, whose keys are the names of its fields."""
    return {name: list(some) if isinstance(some, tuple) else some for name, some in value._asdict().items()}


def _sha256(data: bytes) -> str:
    import hashlib  # noqa: PLC0415 - it loads OpenSSL, for which a text without its record need not wait

    return hashlib.sha256(data).hexdigest()


def _measure(text: str) -> dict[str, Any]:
    return {
        "characters": len(text),
        "paragraphs": text.count("\n\n") + 1 if text.strip() else 0,
        "sha256": _sha256(to_utf8(text)),
    }


def _candidates(doc: Document, record: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for field, value, origin in dict.fromkeys(doc.all_facts):
        chosen = record[field]
        if field in ORDER and value != chosen and not (isinstance(chosen, list) and value in chosen):
            found.setdefault(field, []).append({"value": value, "origin": origin})
    return found


def split_articles(text: str, record: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The text and the record of each article of a page with several; empty for a page with one.

    Args:
        text: The text of the page.
        record: The record of the page.

    Returns:
        For each article its body and a record: that of the page with the article's own title, people and
        `output`, and its own date and address if it has them.
    """
    parts: list[tuple[str, dict[str, Any]]] = []
    for article in record["articles"]:
        body = text[article["start"] : article["end"]] + "\n"
        own = {
            "title": article["title"],
            "date": article["date"] or record["date"],
            "authors": article["authors"],
            "photographers": article["photographers"],
            "url": article["url"] or record["url"],
            "articles": [],
            "output": _measure(body),
        }
        parts.append((body, record | own))
    return parts
