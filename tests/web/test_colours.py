"""The tokens' colours: every word stands out from its ground by 4.5 at least, in light and in dark."""
from __future__ import annotations

import re

import pytest

from scoring import places

TOKENS = (places.PACKAGE / "web" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "ground", "blue-ground", "need-ground", "done-ground")
WORDS = [(ink, ground) for ink in ("ink", "quiet", "blue", "need", "done") for ground in GROUNDS]
PRESSED = [("on-press", "press"), ("on-press", "press-deep"), ("on-need", "need"), ("on-need", "need-deep")]
EDGES = [(edge, ground) for edge in ("edge", "ring") for ground in ("paper", "ground")]


def read(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", css))


LIGHT = read(TOKENS.split("@media screen and (prefers-color-scheme: dark)")[0])
DARK = read(TOKENS.split("@media screen and (prefers-color-scheme: dark)")[1].split("@media print")[0])


def brightness(colour: str) -> float:
    """Relative luminance of "#rgb" or "#rrggbb" as WCAG 2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert (round(contrast("#fff", "#000"), 2), round(contrast("#777777", "#ffffff"), 2)) == (21.0, 4.48)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out(scheme: dict[str, str]) -> None:
    faint = [(a, b, round(contrast(scheme[a], scheme[b]), 2)) for a, b in WORDS + PRESSED
             if contrast(scheme[a], scheme[b]) < 4.5]
    assert faint == []


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_and_the_focus_ring_stand_out(scheme: dict[str, str]) -> None:
    faint = [(a, b, round(contrast(scheme[a], scheme[b]), 2)) for a, b in EDGES
             if contrast(scheme[a], scheme[b]) < 3]
    assert faint == []
