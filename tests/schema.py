"""The JSON Schema of the record, as it ships with the package."""

from __future__ import annotations

import json

import jsonschema

from newsclean.files import PACKAGE

SCHEMA = json.loads((PACKAGE / "record.schema.json").read_text(encoding="utf-8"))


def validate(record: dict) -> None:
    """Fail if a record is not as the schema says."""
    jsonschema.validate(record, SCHEMA)
