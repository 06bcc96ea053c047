"""Who wrote an article, as the data says that a page carries for its scripts beside what it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newsclean.characters import LETTER
from newsclean.facts import Fact
from newsclean.lazy import regex
from newsclean.page.bar import is_medium
from newsclean.page.credits import people_in
from newsclean.page.title import Titles
from newsclean.page.words import load_words

_DECODER = json.JSONDecoder(strict=False)
_OPEN = ("{", "[")
_KEY = '"author'
"""How the usual key for authors begins: to look through a page for others, too, takes four times as long."""
_SHORT = regex(f"{LETTER}{{2,4}}")
_MOST = 8
"""People that a list of authors names at most: a longer one is that of a site's columnists."""


def find_writers(source: str, titles: Titles) -> list[Fact]:
    """The authors of the object that has the page's headline, of the data in the page's scripts.

    Other articles stand there, too, each with its own authors; what is no person's name is left alone.

    Args:
        source: The page.
        titles: What its head calls it.
    """
    for script in _scripts(source):
        for item in _objects(_load(script.strip())):
            if _is_titled(item, titles) and (found := _writers(item)):
                return found
    return []


def _scripts(source: str) -> Iterator[str]:
    """The scripts of a page in which the usual key for authors begins, in order."""
    at = source.find(_KEY)
    while at >= 0:
        end = source.find("</script", at)
        end = len(source) if end < 0 else end
        tag = source.rfind("<script", 0, at)
        if tag >= 0:
            yield source[source.find(">", tag) + 1 : end]
        at = source.find(_KEY, end)


def _load(text: str) -> Any:  # noqa: ANN401 - JSON
    """The data of a script: all of it, or what it assigns first; None if there is none."""
    start = 0 if text.startswith(_OPEN) else text.find("{", text.find("=") + 1)
    if start < 0:
        return None
    try:
        return _DECODER.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The objects of some data, outer ones first, in the order of the page."""
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting += reversed(item.values())
        elif isinstance(item, list):
            waiting += reversed(item)


def _is_titled(item: dict[str, Any], titles: Titles) -> bool:
    """Whether an object has what the head calls the page for a title."""
    keys = load_words().script["title"]
    return any(
        isinstance(value, str) and key.lower() in keys and titles.is_one(value) for key, value in item.items()
    )


def _writers(item: dict[str, Any]) -> list[Fact]:
    """The people an object names under the first of its keys for authors that names any.

    Beside somebody's name, what is as short and no medium is one, too.
    """
    for key in load_words().writers:
        value = item.get(key)
        each = value if isinstance(value, list) else [value]
        named = [name.strip() for one in each for name in _names(one)]
        found = [people_in(name, "authors", "script") for name in named]
        if any(found) and len(named) <= _MOST:
            others = ([Fact("authors", name, "script")] if _may_name_one(name) else [] for name in named)
            facts = (fact for some, other in zip(found, others, strict=True) for fact in some or other)
            return list(dict.fromkeys(facts))
    return []


def _may_name_one(name: str) -> bool:
    """Whether what stands beside the names of authors may be another."""
    return _SHORT.fullmatch(name) is not None and not is_medium(name)


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """The name of an author: a string, or what an object has under its first key for names."""
    if isinstance(value, dict):
        value = next((name for key, name in value.items() if key.lower().endswith("name") and name), None)
    if isinstance(value, str):
        yield value
