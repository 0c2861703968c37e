"""The catalogue has words for every reason, and never fails for a value that is missing."""

import pytest

from izix_desk.domain.decision import Reason
from izix_desk.services.catalogue import Catalogue, catalogue
from tests.domain.test_deciding import CASES, Case

ASKED = {"manager": "Reception", "organisation": "Delta", "phone": "+32 2 555 11 00"}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words_also_without_any_value(reason: Reason) -> None:
    """A line that lacks its numbers is still a line, without holes."""
    line = catalogue().line(reason, {})
    assert len(line) >= 4
    for text in (line, catalogue().say(reason, {}), catalogue().say(reason, ASKED)):
        assert not set("{}[]") & set(text)
        assert "  " not in text
        assert not {" .", " ,", ": .", " :"} & {text[n : n + 2] for n in range(len(text))}
        assert text[:1] == text[:1].upper()
    assert catalogue().severity(reason) in {"D", "F", "W"}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_fix_is_described(reason: Reason) -> None:
    """No button without a label."""
    for code in catalogue().fixes(reason):
        assert catalogue().fix(code, {}).label


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_line_of_the_table_reads_well(case: Case) -> None:
    """No empty places, no raw times, no Python."""
    made = case.decide()
    for reason in (made.reason, *made.warnings):
        line = catalogue().line(reason, made.values)
        assert not {"None", "T0", "T1", "True", "{", "["} & {line[n : n + 2] for n in range(99)}
        assert "None" not in line
        assert not line.endswith((",", ":", "the", "by"))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_rule_has_words(case: Case) -> None:
    """*Why?* names each rule and its values; no Python, no holes."""
    for check in case.decide().rules:
        label, values = catalogue().rule(check)
        assert label != check.rule.replace("_", " ").capitalize()
        assert not set("{}[]") & set(label + values)
        assert not {", ,", "None", "True", ": ,"} & {values[n : n + 4] for n in range(len(values))}


LINES = [
    ("PARKING_FULL", {"group": "Staff", "inside": 116, "reserved": 4, "spots": 120},
     "Staff is full: 116 inside, 4 reserved, 120 spots"),
    ("OUTSIDE_TIMETABLE", {"minutes": 12, "before": True, "opens": "2026-11-23T07:00+01:00",
     "at": "2026-11-23T06:48+01:00"}, "Outside timetable by 12 minutes: opens 07:00"),
    ("OUTSIDE_TIMETABLE", {"minutes": 0, "before": False},
     "Outside timetable by less than a minute"),
    ("BOOKING_TOO_EARLY", {"minutes": 61, "starts": "2026-11-24T09:00+01:00",
     "at": "2026-11-24T07:59+01:00"}, "Booking too early by 1 h 01 min: starts 09:00"),
    ("VISIT_ENDED", {"minutes": 3 * 1440 + 5, "ends": "2026-11-20T09:00+01:00",
     "at": "2026-11-23T09:05+01:00"}, "Visit ended 3 days ago, on Fri 20 Nov at 09:00"),
    ("ACCESS_EXPIRED", {"ends": "2026-11-22", "days": 1},
     "Access expired on 22 Nov 2026, 1 day ago"),
    ("UNKNOWN_CREDENTIAL", {"method": "QR"}, "QR code not known here"),
    ("VISIT_CANCELLED", {"because": "HOST_SAID_NO", "host": "E. Claes"},
     "The host E. Claes said no"),
    ("PLATE_UNREADABLE", {"plate": "1AB", "confidence": 0.41, "minimum": 0.8},
     "Plate read too poorly: 1AB, confidence 0.41 below 0.8"),
    ("BLOCKLISTED", {"note": "owes {money} [a lot]"}, "Blocked: owes {money} [a lot]"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "values", "line"), LINES, ids=[c[2] for c in LINES])
def test_lines(reason: str, values: dict[str, str | int], line: str) -> None:
    """As the operator reads them; what a person typed is never taken as a template."""
    assert catalogue().line(reason, values) == line


def test_what_is_not_translated_is_english() -> None:
    """And what is translated is used, also for the units of time."""
    french = Catalogue(
        {
            "words": {
                "en": {"minutes": ["{n} minute", "{n} minutes"], "less_than_a_minute": "now"},
                "fr": {"minutes": ["{n} minute fr", "{n} minutes fr"]},
            },
            "reason": {
                "A": {"line": {"en": "late {minutes:duration}", "fr": "retard {minutes:duration}"}},
                "B": {"line": {"en": "late"}},
            },
            "fix": {},
        },
        {},
    )
    assert french.line("A", {"minutes": 5}, "fr_BE") == "Retard 5 minutes fr"
    assert french.line("B", {}, "fr_BE") == "Late"
    assert french.line("unheard of", {}, "fr_BE") == ""


def test_the_reasons_for_opening_by_hand() -> None:
    """In the order of the list, VALID apart; who may, and what counts."""
    found = {reason.code: reason for reason in catalogue().openings()}
    assert list(found) == [
        "FORGOTTEN", "MISREAD", "DELIVERY", "CONTRACTOR", "EMERGENCY", "HOST_CONFIRMED",
        "LOT_FULL", "TURNING_ROUND", "TEST", "OTHER",
    ]  # fmt: skip
    assert [code for code, reason in found.items() if not reason.counts_spot] == [
        "EMERGENCY", "TURNING_ROUND", "TEST",
    ]  # fmt: skip
    assert [code for code, reason in found.items() if reason.needs_note] == ["OTHER"]
    assert "receptionist" not in found["LOT_FULL"].roles


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("24/7", "always"),
        ("", "always"),
        ("Mo-Fr 07:00-19:00; PH off", "Mo-Fr 07:00-19:00, closed on public holidays"),
        ("Mo-Sa 22:00-02:00", "Mo-Sa 22:00-02:00"),
    ],
)
def test_hours_are_told_without_codes(hours: str, told: str) -> None:
    """What nobody at a desk would say is put in words."""
    assert catalogue().wording().hours(hours) == told
