"""Checks telephone numbers, and quickly where there are many."""

import re

from izix_desk.domain.errors import BadInput

_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{7,14}")
_SEPARATORS = str.maketrans("", "", " ./()-\u00a0")


class PhoneCheck:
    """Knows the country that a number without a country code is in."""

    def __init__(self, country: str) -> None:
        # A desk that starts checks no number yet: this is most of a megabyte, and 60 files to read.
        import phonenumbers  # noqa: PLC0415

        self._phonenumbers = phonenumbers
        self._country = country
        self._codes = frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))

    def check(self, text: str) -> None:
        """Raise BadInput unless the text can be a telephone number."""
        bare = text.translate(_SEPARATORS)
        # Parsing costs 25 µs a number; a complete one with a known country needs none.
        if _INTERNATIONAL.fullmatch(bare) and not self._codes.isdisjoint(
            (bare[1:2], bare[1:3], bare[1:4])
        ):
            return
        try:
            number = self._phonenumbers.parse(text, self._country)
        except self._phonenumbers.NumberParseException:
            number = None
        if number is None or not self._phonenumbers.is_possible_number(number):
            raise BadInput(f"“{text}” is not a telephone number.")
