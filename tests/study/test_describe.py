"""The schema: what the door takes, for the reference page and for editors."""

from __future__ import annotations

import dataclasses
import json

from intermezzo.study.describe import schema
from intermezzo.study.model import Budget, Phase
from intermezzo.study.resolve import SECTIONS


def test_sections():
    """Every section of a study file is described, and no other."""
    assert set(schema()["properties"]) == set(SECTIONS)


def test_fields_and_defaults_are_those_of_the_dataclass():
    """A phase in the schema has the fields of a Phase, with their defaults, `after` and `when`."""
    phase = schema()["properties"]["phase"]["additionalProperties"]
    names = {field.name for field in dataclasses.fields(Phase)}
    assert set(phase["properties"]) == names - {"name"} | {"after", "when"}
    assert phase["properties"]["rate"]["default"] == Phase.__dataclass_fields__["rate"].default
    assert phase["required"] == ["mixture", "budget"]
    budget = phase["properties"]["budget"]["anyOf"][0]
    assert set(budget["properties"]) == {field.name for field in dataclasses.fields(Budget)}


def test_is_json():
    """The schema can be written down, and reads back the same."""
    assert json.loads(json.dumps(schema())) == schema()
