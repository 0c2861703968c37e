"""A frozen decision is readable, sorted, and comes back as it was."""

import json

import pytest

from izix_desk.domain.errors import StoreFault
from izix_desk.domain.frozen import freeze, thaw
from tests.domain.test_deciding import CASES, Case
from tests.support.parking import decision, parker, right


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_comes_back_as_it_was(case: Case) -> None:
    """Every line of the table survives being stored."""
    made = case.decide()
    assert thaw(freeze(made)) == made


def test_readable_and_sorted() -> None:
    """A person finds their way in it, and two are easily compared."""
    text = freeze(decision("Mon 06:44", parker(right(), name="Élise")))
    content = json.loads(text)
    assert list(content) == sorted(content)
    assert (content["v"], content["reason"], content["values"]["minutes"]) == (
        2,
        "OUTSIDE_TIMETABLE",
        16,
    )


@pytest.mark.parametrize(("text", "why"), [("{", "damaged"), ('{"v": 3}', "version 3"),
                                           ("[]", "damaged")])  # fmt: skip
def test_what_cannot_be_read_is_told(text: str, why: str) -> None:
    """A damaged or newer record ends in a sentence."""
    with pytest.raises(StoreFault, match=why):
        thaw(text)
