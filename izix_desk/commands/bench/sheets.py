"""Sheets of made-up parkers who may all park on the lot of the measurement."""

import csv
import random
from pathlib import Path

HEADINGS = (
    "First name",
    "Last name",
    "Licence plates",
    "Organisation",
    "Access policies",
    "External ID",
)
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
SYLLABLES = ("van", "der", "ben", "el", "la", "mo", "ri")


def write_sheet(path: Path, rows: int, number: int) -> list[str]:
    """Write a sheet, different for each number, and return its plates."""
    dice = random.Random(number)  # noqa: S311 - made-up parkers
    plates: list[str] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADINGS)
        for row in range(rows):
            plates.append(f"{number}-{''.join(dice.choices(LETTERS, k=3))}-{row % 1000:03}")
            name = "".join(dice.choices(SYLLABLES, k=3)).title()
            external = f"{number}-{row}"
            sheet.writerow(("Jan", name, plates[-1], "Acme", "acme-always", external))
    return plates
