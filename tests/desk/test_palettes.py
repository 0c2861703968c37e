"""Every text can be read on every ground it is put on, in each theme."""

import pytest

from izix_desk.desk.palettes import PALETTES, contrast

GROUNDS = ("surface", "raised", "hover", "selected")
TEXTS = ("text", "dim")
TONES = ("red", "amber", "blue", "green")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, f"{tone}_fill") for text in TEXTS for tone in TONES),
    *((tone, f"{tone}_fill") for tone in TONES),
    *((tone, ground) for tone in TONES for ground in GROUNDS),
    ("on_accent", "accent"),
    ("on_banner", "banner"),
    ("on_plate", "plate"),
    ("accent", "raised"),
]


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_enough_contrast(theme: str, text: str, ground: str) -> None:
    """Text has enough contrast."""
    colours = PALETTES[theme]
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("ground", ["window", "surface", "raised"])
def test_edges_and_focus_have_enough_contrast(theme: str, ground: str) -> None:
    """Edges and focus have enough contrast."""
    colours = PALETTES[theme]
    assert contrast(colours.accent, getattr(colours, ground)) >= 3
    if ground != "window":
        assert contrast(colours.edge, getattr(colours, ground)) >= 3


def test_nothing_is_white_at_night() -> None:
    """Nothing is white at night."""
    night = PALETTES["night"]
    for name in ("window", "surface", "raised", "hover", "selected", "text", "plate", "on_banner"):
        assert contrast(getattr(night, name), "#ffffff") > 1.3


def test_contrast_is_the_one_of_the_standard() -> None:
    """Contrast is the one of the standard."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == pytest.approx(1)
