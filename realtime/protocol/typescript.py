"""The frames as TypeScript, from the very structs: `make generate` writes web/islands/room/protocol.ts."""

import types
from datetime import datetime
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from realtime.protocol import messages
from realtime.protocol.closing import Close

HEAD = "// Made by `make generate` from realtime/protocol; do not edit.\n"
_PLAIN = {
    str: "string",
    int: "number",
    bool: "boolean",
    UUID: "string",
    datetime: "string",
    type(None): "null",
}


def written(kind: Any) -> str:
    """A type as TypeScript."""
    origin = get_origin(kind)
    if origin is Annotated:
        return written(get_args(kind)[0])
    if origin in {Union, types.UnionType}:
        return " | ".join(written(part) for part in get_args(kind))
    if origin is list:
        return f"readonly {written(get_args(kind)[0])}[]"
    return _PLAIN.get(kind) or str(kind.__name__)


def interface(struct: type[Struct]) -> str:
    config = struct.__struct_config__
    lines = [f"export interface {struct.__name__} {{"]
    if config.tag is not None:
        lines.append(f'  readonly type: "{config.tag}";')
    for field in fields(struct):
        missing = "" if field.default is NODEFAULT else "?"
        lines.append(f"  readonly {field.encode_name}{missing}: {written(field.type)};")
    return "\n".join([*lines, "}"])


def union(name: str, kind: Any) -> str:
    return f"export type {name} = {' | '.join(part.__name__ for part in get_args(kind))};"


def generate() -> str:
    """The whole module, ending with a newline."""
    structs = [
        value
        for value in vars(messages).values()
        if isinstance(value, type)
        and issubclass(value, Struct)
        and value.__module__ == messages.__name__
        and value is not messages.Frame
    ]
    codes = "\n".join(f"  {code.name}: {code.value}," for code in Close)
    parts = [
        HEAD + f"export const VERSION = {messages.VERSION};",
        *(interface(struct) for struct in structs),
        union("FromBrowser", messages.FromBrowser),
        union("ToBrowser", messages.ToBrowser),
        f"export const Close = {{\n{codes}\n}} as const;",
    ]
    return "\n\n".join(parts) + "\n"
