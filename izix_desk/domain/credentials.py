"""What somebody may show instead of a plate: how it is written, compared and recorded."""

import re
from dataclasses import dataclass, field

from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import Method

PIN_DIGITS = range(4, 13)
HIDDEN_PIN = "••••"
"""Stands for every PIN, also in length: nothing that is recorded tells one from another."""
_PIN = re.compile(r"[0-9]+")
_NUMBERS = re.compile(r"[0-9]{1,20}(?::[0-9]{1,20}){0,2}")
_TELLING = 8
"""From so many characters on the last four of a code may be shown, else the last two."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A badge, PIN, QR token or app id of a profile."""

    kind: Method
    value: str = field(repr=False)


def credential(kind: Method, text: str) -> Credential:
    """Return a credential as it is stored; raises BadInput, which never repeats a PIN."""
    if kind is Method.PIN and not (_PIN.fullmatch(text) and len(text) in PIN_DIGITS):
        low, high = PIN_DIGITS[0], PIN_DIGITS[-1]
        raise BadInput(f"A PIN has {low} to {high} digits and nothing else.")
    return Credential(kind, badge_name(text) if kind is Method.BADGE else text.strip())


def badge_name(text: str) -> str:
    """Return the one spelling of a badge: `026:123:00045` is `26:123:45`, letters are capitals."""
    plain = "".join(text.split())
    if _NUMBERS.fullmatch(plain):
        return ":".join(str(int(number)) for number in plain.split(":"))
    return plain.upper().replace("0X", "0x", 1) if plain[:2] in {"0x", "0X"} else plain.upper()


def badge_names(text: str) -> tuple[str, ...]:
    """Return what a sheet may call a badge of which somebody tells this much."""
    name = badge_name(text)
    parts = name.split(":")
    return tuple(":".join(parts[start:]) for start in range(len(parts)))


def masked(method: Method, text: str) -> str:
    """Return what may be recorded and shown of what somebody presented."""
    match method:
        case Method.PIN:
            return HIDDEN_PIN
        case Method.QR | Method.APP:
            return f"…{text[-4:] if len(text) >= _TELLING else text[-2:]}"
        case _:
            return text
