"""The shapes of the JSON API as TypeScript."""

import pytest

from api.typescript import generate, written


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string", "format": "uuid"}, "string"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "string | null"),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, "number"),
        ({"type": "string", "enum": ["one", "two"]}, '"one" | "two"'),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Part"}}, "readonly (Part)[]"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "Readonly<Record<string, string>>"),
        ({"description": "anything"}, "unknown"),
    ],
)
def test_a_schema_is_a_type(schema: dict[str, object], kind: str) -> None:
    assert written(schema) == kind


def test_what_may_be_missing_is_marked() -> None:
    made = generate(
        {
            "components": {
                "schemas": {
                    "Card": {
                        "type": "object",
                        "required": ["id"],
                        "properties": {"name": {"type": "string"}, "id": {"type": "string"}},
                    }
                }
            }
        }
    )
    assert 'export type Card = {\n  readonly "id": string;\n  readonly "name"?: string;\n};' in made


def test_a_kind_of_schema_that_is_new_to_us_is_no_silent_any() -> None:
    with pytest.raises(KeyError):
        written({"type": "file"})
