"""Opening hours of OpenStreetMap, rewritten so that no period leaves the day it starts on.

The library answers by calendar day: it lets the holiday of Friday cut the night of Thursday, and
opens on Saturday the tail of a night that never began. Whatever it does with a day depends only on
the order of the times in it. So each time is replaced by its rank as a minute (22:00-02:00 may
become 00:02-00:03), a day is asked for by itself, and the ranks are turned back into minutes.
"""

import re
from dataclasses import dataclass

from opening_hours import OpeningHours, ParserError, UnknownCountryError

from izix_desk.domain.errors import BadInput

DAY = 1440
"""Minutes; periods count from 0:00 of the day they start on, up to 48:00."""

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_REFUSED = (
    (re.compile(r"sunrise|sunset|dawn|dusk", re.I), "times of the sun are not measured here"),
    (re.compile(r"\bunknown\b", re.I), "“unknown” lets nobody decide"),
    (re.compile(r"\d{2}:\d{2}\s*\+"), "an open end lets nobody decide; give the closing time"),
    (re.compile(r"\d{2}:\d{2}\s*/"), "repeated times are not for opening hours"),
    (re.compile(r"\|\|"), "“||” (or else) is not supported; write one rule after “;”"),
    (re.compile(r"\bSH\b"), "school holidays are not known here; write their dates"),
    (re.compile(r'"'), "comments in quotes are not supported; leave them out"),
)
_ALWAYS = re.compile(r"24\s*/\s*7")
_OFF = re.compile(r"\b(off|closed)\b", re.I)
_OPEN = re.compile(r"\bopen\b", re.I)


@dataclass(frozen=True, slots=True)
class DayText:
    """Hours whose times are ranks: `parsed` is asked for one day, `minutes` translates back."""

    parsed: OpeningHours
    minutes: tuple[int, ...]


def day_text(text: str, country: str) -> DayText:
    """Return hours ready to be asked day by day; raises BadInput where they are not understood."""
    _refuse(text)
    spans = [_minutes(found, text) for found in _SPAN.finditer(text)]
    points = tuple(sorted({0, DAY, *(point for span in spans for point in span)}))
    rank = {point: number for number, point in enumerate(points)}
    rules = [_ranked(rule, rank, text) for rule in text.strip().rstrip(";").split(";")]
    return DayText(_parse(" ".join("; ".join(rules).split()), country, text), points)


def _refuse(text: str) -> None:
    for pattern, why in _REFUSED:
        if pattern.search(text):
            raise BadInput(f"The hours “{text}” cannot be used: {why}.")


def _minutes(found: re.Match[str], text: str) -> tuple[int, int]:
    from_hour, from_minute, to_hour, to_minute = (int(number) for number in found.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or start >= DAY or end > 2 * DAY:
        raise BadInput(f"The hours “{text}” are not understood: {found[0]} is no time of a day.")
    return start, end if end > start else end + DAY


def _ranked(rule: str, rank: dict[int, int], text: str) -> str:
    if not rule.strip():
        raise BadInput(f"The hours “{text}” are not understood: there is nothing beside a “;”.")
    rule = _ALWAYS.sub("", rule)
    spans = list(_SPAN.finditer(rule))
    rest = rule[spans[-1].end() :] if spans else rule
    ranked = _SPAN.sub(lambda found: _clock(_minutes(found, text), rank), rule)
    if _OFF.search(rest):
        return ranked
    if not spans:  # a whole day must be told apart from a night that lasts into the next
        return f"{_OPEN.sub('', ranked)} {_clock((0, DAY), rank)}"
    if _OPEN.sub("", rest).strip(" ,"):
        raise BadInput(f"The hours “{text}” are not understood: “{rest.strip(' ,')}” has no times.")
    return ranked


def _clock(span: tuple[int, int], rank: dict[int, int]) -> str:
    start, end = rank[span[0]], rank[span[1]]
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _parse(ranked: str, country: str, text: str) -> OpeningHours:
    try:
        return OpeningHours(ranked, country=country, auto_country=False, auto_timezone=False)
    except ParserError as fault:
        raise BadInput(
            f"The hours “{text}” are not understood; an example: Mo-Fr 07:00-19:00; PH off."
        ) from fault
    except UnknownCountryError as fault:
        raise BadInput(f"The country “{country}” has no calendar of holidays here.") from fault
