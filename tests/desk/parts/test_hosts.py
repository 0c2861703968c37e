"""Organisations as hosts: found by a few letters, told on what terms."""

import pytest

from izix_desk.desk.parts.hosts import host_choice, matching, terms
from izix_desk.domain.views import HostOrganisation
from tests.support import demo_views as demo

LOTS = {"p1": "P1", "p2": "P2"}


def host(name: str) -> HostOrganisation:
    """Return a host of the small site."""
    return next(each for each in demo.hosts(demo.site()) if each.organisation.id == name)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("a", ["acme", "delta", "nord", "vandenbroucke"][:1]),
        ("ACM", ["acme"]),
        ("log", ["nord"]),
        ("etabl", ["vandenbroucke"]),
        ("société", ["vandenbroucke"]),
        ("xyz", []),
        ("  ", []),
    ],
)
def test_letters_find_the_beginning_first(typed: str, found: list[str]) -> None:
    """Letters find the beginning first."""
    names = [each.organisation.id for each in matching(demo.hosts(demo.site()), typed)]
    assert names[: len(found)] == found
    assert bool(names) == bool(found)


def test_the_terms_are_told_at_once() -> None:
    """The terms are told at once."""
    assert terms(host("acme"), LOTS).takes
    assert "5 of its 12" in terms(host("acme"), LOTS).text
    assert "Visits today: 2 of 15" in terms(host("acme"), LOTS).text
    assert (terms(host("delta"), LOTS).takes, terms(host("delta"), LOTS).tone) == (False, "red")
    assert (terms(host("vandenbroucke"), LOTS).takes, terms(host("vandenbroucke"), LOTS).tone) == (
        True,
        "amber",
    )


def test_the_list_says_who_takes_no_visitors() -> None:
    """The list says who takes no visitors."""
    assert host_choice(host("delta")).note == "no visitors"
    assert host_choice(host("acme")).note == "5 of 12 free"


def test_another_lot_is_told() -> None:
    """Another lot is told."""
    assert terms(host("acme"), LOTS, "p2").text == "Its visitors park at P1, not at P2."
    assert "free" in terms(host("acme"), LOTS, "p1").text
