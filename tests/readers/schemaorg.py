"""Structured data held against the vocabulary of schema.org: each type and property is known, and allowed there."""

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from .programs import standard

NUMBERS = {"Number", "Integer", "Float", "QuantitativeValue", "Distance"}


@cache
def _vocabulary() -> dict[str, Any]:
    graph = json.loads(standard("schemaorg-all-https.jsonld").read_text())["@graph"]
    return {one["@id"].removeprefix("schema:"): one for one in graph}


def _names(value: Any) -> set[str]:
    found = value if isinstance(value, list) else [value] if value else []
    return {one["@id"].removeprefix("schema:") for one in found}


def kinds_of(name: str) -> set[str]:
    """The type itself and all that it is a kind of."""
    return {name}.union(*(kinds_of(parent) for parent in _names(_vocabulary().get(name, {}).get("rdfs:subClassOf"))))


def complaints(thing: dict[str, Any], place: str = "") -> Iterator[str]:
    """What is wrong with `thing`, in words; nothing where all is right."""
    kind = thing.get("@type")
    here = f"{place}{kind}"
    if _vocabulary().get(kind or "", {}).get("@type") != "rdfs:Class":
        yield f"{here}: no such type"
        return
    for name, value in thing.items():
        if name in ("@type", "@id", "@context"):
            continue
        known = _vocabulary().get(name, {})
        if known.get("@type") != "rdf:Property":
            yield f"{here}.{name}: no such property"
            continue
        if not _names(known["schema:domainIncludes"]) & kinds_of(kind):
            yield f"{here}.{name}: not a property of this type"
        allowed = _names(known["schema:rangeIncludes"])
        for one in value if isinstance(value, list) else [value]:
            yield from _of_value(one, allowed, f"{here}.{name}")


def _of_value(value: Any, allowed: set[str], place: str) -> Iterator[str]:
    match value:
        case dict():
            if not kinds_of(value.get("@type", "")) & allowed:
                yield f"{place}: a {value.get('@type')} is none of {allowed}"
            yield from complaints(value, f"{place} ")
        case bool():
            if "Boolean" not in allowed:
                yield f"{place}: {value} is none of {allowed}"
        case int():
            if not NUMBERS & allowed:
                yield f"{place}: {value} is none of {allowed}"
        case str():
            if not value.strip():
                yield f"{place}: says nothing"
            if "DateTime" in allowed and dt.datetime.fromisoformat(value).tzinfo is None:
                yield f"{place}: {value} has no zone"
            if allowed == {"URL"} and not value.startswith(("https://", "http://")):
                yield f"{place}: {value} is no whole address"
        case _:
            yield f"{place}: {value!r} is nothing that JSON-LD has"
