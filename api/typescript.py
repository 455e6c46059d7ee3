"""The shapes of the JSON API as TypeScript: web/islands/api.ts is made from docs/openapi.json."""

from collections.abc import Mapping
from typing import Any

HEAD = "// Made by `make generate` from docs/openapi.json; do not edit.\n"
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
Schema = Mapping[str, Any]


def written(schema: Schema) -> str:
    """A schema as a type. Raises KeyError for one that says nothing we know how to write."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(_literal(value) for value in schema["enum"])
    if "oneOf" in schema:
        return " | ".join(dict.fromkeys(written(part) for part in schema["oneOf"]))
    return _typed(schema) if "type" in schema else "unknown"


def _typed(schema: Schema) -> str:
    if schema["type"] == "array":
        return f"readonly ({written(schema.get('items', {}))})[]"
    return _object(schema) if schema["type"] == "object" else _PLAIN[schema["type"]]


def _literal(value: object) -> str:
    return "null" if value is None else f'"{value}"' if isinstance(value, str) else str(value)


def _object(schema: Schema) -> str:
    if "properties" not in schema:
        others = schema.get("additionalProperties", {})
        return f"Readonly<Record<string, {written(others) if isinstance(others, Mapping) else 'unknown'}>>"
    needed = schema.get("required", [])
    lines = [
        f'  readonly "{name}"{"" if name in needed else "?"}: {written(kind)};'
        for name, kind in sorted(schema["properties"].items())
    ]
    return "\n".join(["{", *lines, "}"])


def generate(document: Schema) -> str:
    """The whole module, ending with a newline: one exported type for each component."""
    named = sorted(document["components"]["schemas"].items())
    return HEAD + "".join(f"\nexport type {name} = {written(schema)};\n" for name, schema in named)
