"""Start-up refuses the Qt that aborts, and no other."""

import pytest

from izix_desk.desk.qt_version import refuse_bad_qt
from izix_desk.domain.errors import DeskError


def test_the_crashing_pair_is_refused_in_one_sentence() -> None:
    """The sentence names both versions."""
    with pytest.raises(DeskError, match=r"6\.12\.0 crashes on Python 3\.11") as refusal:
        refuse_bad_qt("6.12.0", (3, 11))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("qt", "python"), [("6.11.3", (3, 11)), ("6.12.0", (3, 12)), ("6.12.1", (3, 11))]
)
def test_others_start(qt: str, python: tuple[int, int]) -> None:
    """Each half of the pair is fine by itself."""
    refuse_bad_qt(qt, python)
