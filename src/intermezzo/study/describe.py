"""Describing the study file: a JSON Schema from the same dataclasses the door checks against.

For the reference page and for editors. It says less than the door: nothing of what two fields mean together.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin

from intermezzo.study.data import OwnData
from intermezzo.study.fields import Kind, kinds
from intermezzo.study.model import Budget, Claim, Encoder, Evaluation, Phase, Probe, Study, TokenizerSettings
from intermezzo.study.resolve import STUDY_FIELDS

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CHOICE: Schema = {
    "type": "object",
    "properties": {"by": {"type": "string", "description": "an axis"}},
    "required": ["by"],
    "description": "{ by = AXIS, VALUE = … }: an entry for each value of the axis",
}
EXPRESSION: Schema = {"type": "string", "description": "an expression over axes"}
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
TEXTS: Schema = {"type": "array", "items": TEXT}
WHEN: Schema = {"type": "string", "description": "a condition over axes; without it, in every arm"}

# Where the file writes a value in another way than the dataclass holds it.
WRITTEN: Mapping[tuple[type, str], Schema] = {
    (Phase, "mixture"): {"type": "object", "additionalProperties": {"anyOf": [NUMBER, EXPRESSION, CHOICE]}},
    (Phase, "without"): TEXTS,
    (Probe, "on"): TEXTS,
    (TokenizerSettings, "text"): TEXTS,
    (Evaluation, "languages"): {"anyOf": [{"const": "all"}, TEXTS]},
    (Claim, "over"): {"anyOf": [{"enum": ["all", "unseen", "seen"]}, TEXTS]},
    (Claim, "compare"): {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
    },
    (Study, "seeds"): {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 1},
        ]
    },
    (OwnData, "path"): {"anyOf": [TEXT, TEXTS, {"type": "object"}]},
    (OwnData, "splits"): {"type": "object", "additionalProperties": {"anyOf": [TEXT, TEXTS]}},
}
# A phase need not have one task: its mixture may name several.
NOT_REQUIRED = {(Phase, "task")}


def schema() -> Schema:
    """All fields of a study file, with kinds, ranges, defaults, and a few words each."""
    return {
        "$schema": DIALECT,
        "title": "Intermezzo study",
        "type": "object",
        "additionalProperties": False,
        "required": ["study", "phase"],
        "properties": {
            "study": table(Study, only=STUDY_FIELDS, varies=False),
            "axes": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {"type": ["string", "number"]},
                    "minItems": 1,
                },
            },
            "exclude": {"type": "array", "items": {"type": "object", "properties": {"when": WHEN}}},
            "encoder": table(Encoder),
            "data": by_name(table(OwnData, varies=False)),
            "phase": by_name(
                table(Phase, more={"after": {"type": "string", "description": "a phase"}, "when": WHEN})
            ),
            "evaluate": by_name(table(Evaluation, more={"when": WHEN})),
            "claim": {"type": "array", "items": table(Claim, varies=False)},
        },
    }


def by_name(table: Schema) -> Schema:
    return {"type": "object", "additionalProperties": table}


def table(
    cls: type, *, only: tuple[str, ...] = (), varies: bool = True, more: Mapping[str, Schema] | None = None
) -> Schema:
    """A dataclass as an object. `varies`: its values may be choices by an axis, its numbers expressions."""
    properties: Schema = {}
    needed = []
    for field in dataclasses.fields(cls):
        if (only and field.name not in only) or (cls in (Phase, Evaluation) and field.name == "name"):
            continue
        if cls is Claim and field.name == "line":
            continue
        kind = kinds(cls)[field.name]
        properties[field.name] = entry(cls, field, kind, varies)
        has_default = (field.default, field.default_factory) != (dataclasses.MISSING, dataclasses.MISSING)
        if not has_default and (cls, field.name) not in NOT_REQUIRED:
            needed.append(field.name)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties | dict(more or {}),
    } | ({"required": needed} if needed else {})


def entry(cls: type, field: dataclasses.Field[Any], kind: Kind, varies: bool) -> Schema:
    """One field: its kind, in words and as a schema, and its default."""
    found = dict(WRITTEN.get((cls, field.name)) or of_kind(kind, varies))
    if varies:
        found = {"anyOf": [*found.get("anyOf", [found]), CHOICE]}
    if kind.about:
        found["description"] = kind.about
    if isinstance(field.default, str | int | float) and cls is not Budget:
        found["default"] = field.default
    return found


def of_kind(kind: Kind, varies: bool) -> Schema:
    """A kind of value."""
    if dataclasses.is_dataclass(kind.type) and isinstance(kind.type, type):
        return table(kind.type, varies=varies)
    if get_origin(kind.type) is tuple:
        return TEXTS | ({"items": {"enum": list(kind.one_of.words)}} if kind.one_of else {})
    if get_origin(kind.type) is Mapping:
        return {"type": "object", "additionalProperties": TEXT}
    if get_origin(kind.type) in (Union, types.UnionType):
        return {"anyOf": [of_kind(Kind(type=each), varies) for each in get_args(kind.type)]}
    if kind.type in (int, float):
        limits = {
            "exclusiveMinimum": kind.within.above,
            "minimum": kind.within.least,
            "maximum": kind.within.most,
        }
        number: Schema = {"type": "integer" if kind.type is int else "number"}
        number |= {name: limit for name, limit in limits.items() if limit is not None}
        return {"anyOf": [number, EXPRESSION]} if varies else number
    if kind.type is bool:
        return {"type": "boolean"}
    return {"enum": list(kind.one_of.words)} if kind.one_of else TEXT
