"""Tells a country sign in front of a plate from the plate itself."""

import re

from izix_desk.domain.plates import normalise

_FORMS = {
    "BE": r"(?:[1-9][A-Z]{3}\d{3}|[A-Z]{3}\d{3}|\d{3}[A-Z]{3})",
    "FR": r"[A-Z]{2}\d{3}[A-Z]{2}",
    "NL": r"(?:[A-Z]{2}\d{3}[A-Z]|[A-Z]\d{3}[A-Z]{2}|\d[A-Z]{3}\d{2}|\d{2}[A-Z]{3}\d|\d{2}[A-Z]{4}"
    r"|[A-Z]{3}\d{2}[A-Z]|[A-Z]\d{2}[A-Z]{3}|\d{2}[A-Z]{2}\d{2}|[A-Z]{4}\d{2}|[A-Z]{2}\d{4})",
    "LU": r"[A-Z]{2}\d{4}",
}
_SIGNS = {"B": "BE", "BE": "BE", "F": "FR", "FR": "FR", "NL": "NL", "L": "LU", "LU": "LU"}
_WITH_SIGN = {sign: re.compile(f"{sign}({_FORMS[country]})") for sign, country in _SIGNS.items()}


def split_country(text: str) -> tuple[str, str]:
    """Return the plate as written without its country sign, and the country, else empty.

    `BE 2 DEF 111` is the Belgian plate 2 DEF 111; a camera never reads the sign. Only what is a
    whole plate of that country behind the sign counts, so FR-123-AB stays a French plate.
    """
    sign = re.match(r"\s*([A-Za-z]{1,2})[\s:·*-]+(?=\S)", text)
    if sign is None:
        return text.strip(), ""
    form = _WITH_SIGN.get(sign[1].upper())
    if form is None or form.fullmatch(normalise(text)) is None:
        return text.strip(), ""
    return text[sign.end() :].strip(), _SIGNS[sign[1].upper()]
