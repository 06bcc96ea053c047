"""The samples: each raw file comes out as its hand-made truth says, text and record."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

import newsclean
from newsclean.record import make_record
from schema import validate

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"
NAMES = sorted(path.stem for path in (SAMPLES / "expected").glob("*.txt"))
KNOWN_FAILURES = {
    (case["name"], case["part"]): case["reason"]
    for case in tomllib.loads((HERE / "cases/samples.toml").read_text(encoding="utf-8")).get("case", [])
}
FIELDS = ("title", "date", "source", "authors", "editors", "photographers", "section", "categories",
          "tags", "url")  # fmt: skip
PARTS = ("text", *FIELDS, "articles", "input", "warnings")


def damage():
    spec = importlib.util.spec_from_file_location("damage", SAMPLES / "damage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DAMAGE = damage()


def raw_file(name):
    (path,) = (SAMPLES / "raw").glob(f"{name}.*")
    return path


@pytest.fixture(scope="module")
def cleaned():
    return {name: newsclean.clean(raw_file(name).read_bytes()) for name in NAMES}


def truth(name):
    path = SAMPLES / "expected" / f"{name}.txt"
    return path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def parts():
    found = []
    for name in NAMES:
        for part in PARTS:
            reason = KNOWN_FAILURES.get((name, part))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            found.append(pytest.param(name, part, id=f"{name}-{part}", marks=marks))
    return found


@pytest.mark.parametrize(("name", "part"), parts())
def test_sample(name, part, cleaned):
    text, wanted = truth(name)
    doc = cleaned[name]
    record = make_record(doc)
    if part == "text":
        assert doc.text == text
    elif part == "articles":
        assert list(found_articles(doc.text, record)) == list(wanted_articles(text, wanted))
    elif part == "input":
        assert {key: record["input"][key] for key in wanted["input"]} == wanted["input"]
    elif part == "warnings":
        assert {warning["code"] for warning in record["warnings"]} == set(wanted.get("warnings", []))
    else:
        assert (record[part] or None) == wanted.get(part)


def found_articles(text, record):
    for article in record["articles"]:
        body = text[article["start"] : article["end"]]
        yield article["title"], article["authors"], article["photographers"], body


def wanted_articles(text, wanted):
    paragraphs = iter(text.strip("\n").split("\n\n"))
    for article in wanted.get("articles", []):
        assert next(paragraphs) == article["title"]
        body = "\n\n".join(next(paragraphs) for _ in range(article["paragraphs"]))
        yield article["title"], article["authors"], article.get("photographers", []), body


def test_known_failures_name_parts_of_samples():
    assert {(name, part) for name in NAMES for part in PARTS} >= set(KNOWN_FAILURES)


@pytest.mark.parametrize("name", NAMES)
def test_raw_is_what_the_damage_makes(name):
    path = raw_file(name)
    assert DAMAGE.make(name) == (path.name, path.read_bytes())


def test_every_file_belongs_to_a_sample():
    for folder in ("raw", "expected", "articles", "templates"):
        assert {path.stem for path in (SAMPLES / folder).iterdir()} <= set(NAMES)


def test_damage_is_damage():
    """Only the sample that came without any looks like its truth."""
    untouched = [name for name in NAMES if raw_file(name).read_bytes() == truth(name)[0].encode()]
    assert untouched == ["clean-post"]


@pytest.mark.parametrize("name", NAMES)
def test_own_output_stays_as_it_is(name, cleaned):
    text = cleaned[name].text
    assert newsclean.clean(text).text == text


def test_records_validate(cleaned):
    for doc in cleaned.values():
        validate(make_record(doc))
