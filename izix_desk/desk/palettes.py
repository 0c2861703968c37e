"""The colours of the window, by meaning; text reads 4.5:1 at least on every ground it is put on."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One theme. Red: refused, no answer, not sure. Amber: failed or waiting. Green: open now."""

    window: str
    surface: str
    """Ground of the panes."""
    raised: str
    """Ground of fields, tiles and cards."""
    hover: str
    selected: str
    line: str
    """Hairlines between rows and panes."""
    edge: str
    """Outline of fields and buttons, 3:1."""
    text: str
    dim: str
    """Secondary text."""
    accent: str
    on_accent: str
    red: str
    red_fill: str
    amber: str
    amber_fill: str
    blue: str
    blue_fill: str
    green: str
    green_fill: str
    banner: str
    on_banner: str
    plate: str
    on_plate: str


DAY: Final = Colours(
    window="#e3e7ec",
    surface="#f6f7f9",
    raised="#ffffff",
    hover="#e9eef5",
    selected="#d6e4f7",
    line="#d9dee5",
    edge="#7d8996",
    text="#18202a",
    dim="#505c69",
    accent="#1d5bb5",
    on_accent="#ffffff",
    red="#a81e1e",
    red_fill="#fbe4e2",
    amber="#7d5100",
    amber_fill="#fdeecb",
    blue="#1d5bb5",
    blue_fill="#e2ecfa",
    green="#17663a",
    green_fill="#dcf1e4",
    banner="#a81e1e",
    on_banner="#ffffff",
    plate="#fdfdf8",
    on_plate="#14181d",
)

NIGHT: Final = Colours(
    window="#0e1216",
    surface="#161b21",
    raised="#1e252d",
    hover="#232c36",
    selected="#243a55",
    line="#2a333d",
    edge="#66727f",
    text="#c3cad2",
    dim="#9aa5b1",
    accent="#7aa7e0",
    on_accent="#0e1620",
    red="#ea8a80",
    red_fill="#3a1e20",
    amber="#d8a548",
    amber_fill="#362a14",
    blue="#8cb4e6",
    blue_fill="#1c2c40",
    green="#79c296",
    green_fill="#17301f",
    banner="#7c2723",
    on_banner="#f0d5d2",
    plate="#c9cdc4",
    on_plate="#14181d",
)

CONTRAST: Final = Colours(
    window="#000000",
    surface="#000000",
    raised="#0a0a0a",
    hover="#1c1c1c",
    selected="#3a3a00",
    line="#8a8a8a",
    edge="#ffffff",
    text="#ffffff",
    dim="#e0e0e0",
    accent="#ffe100",
    on_accent="#000000",
    red="#ff9b94",
    red_fill="#4a0000",
    amber="#ffc34d",
    amber_fill="#3d2a00",
    blue="#9cc8ff",
    blue_fill="#001f45",
    green="#7dff9e",
    green_fill="#003312",
    banner="#c00000",
    on_banner="#ffffff",
    plate="#ffffff",
    on_plate="#000000",
)

PALETTES: Final = {"day": DAY, "night": NIGHT, "contrast": CONTRAST}


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
