"""The pairs of colours that meet on pages, in both themes (WCAG 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "web" / "styles" / "tokens.css").read_text("utf-8")
BLOCKS = re.findall(r"color-scheme: (light|dark);(.*?)\}", TOKENS, re.DOTALL)

TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "mark"),
    ("ink-quiet", "paper"),
    ("ink-quiet", "surface"),
    ("ink-quiet", "sunken"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "accent-soft"),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-bad", "bad"),
    ("on-bad", "bad-strong"),
    *[(tone, ground) for tone in ("warn", "bad", "good") for ground in ("paper", "surface", f"{tone}-soft")],
    *[("ink", f"{tone}-soft") for tone in ("accent", "warn", "bad", "good")],
]
CONTROLS = [(line, ground) for line in ("line-strong", "focus") for ground in ("paper", "surface", "sunken")]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("scheme", "block"), BLOCKS)
def test_text_is_readable(scheme: str, block: str) -> None:
    tokens = colours(block)
    poor = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in TEXT}
    assert {pair: round(ratio, 2) for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize(("scheme", "block"), BLOCKS)
def test_borders_of_controls_and_focus_stand_out(scheme: str, block: str) -> None:
    tokens = colours(block)
    poor = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in CONTROLS}
    assert {pair: round(ratio, 2) for pair, ratio in poor.items() if ratio < 3} == {}


def test_dark_is_the_same_whether_chosen_or_followed() -> None:
    dark = [colours(block) for scheme, block in BLOCKS if scheme == "dark"]
    assert len(dark) == 2
    assert dark[0] == dark[1]
    assert dark[0].keys() == colours(BLOCKS[0][1]).keys()
