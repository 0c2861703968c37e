"""What an opening rests on, from what is known of a parker."""

from dataclasses import replace

from izix_desk.desk.parts.standing import standing
from izix_desk.domain.views import AccessView, ParkerView, Verdict
from tests.support import demo_views as demo


def access(key: str, verdict: Verdict) -> AccessView:
    """Return an access that is judged so."""
    return AccessView(
        key=key, title=key, lot="p1", groups="", hours="", validity="", verdict=verdict
    )


def parker(verdict: Verdict, *accesses: AccessView) -> ParkerView:
    """Return a parker who is judged so."""
    return replace(demo.parkers()[demo.MAES], verdict=verdict, accesses=accesses)


def test_the_wanted_access_is_taken_if_it_is_valid() -> None:
    """The wanted access is taken if it is valid."""
    view = parker(demo.MAY, access("a", demo.MAY), access("b", demo.MAY))
    assert standing(view, "b").access == "b"
    assert standing(view).access == "a"


def test_a_valid_access_stands_in_for_a_wanted_one_that_is_not() -> None:
    """A valid access stands in for a wanted one that is not."""
    view = parker(demo.MAY, access("a", demo.FULL), access("b", demo.MAY))
    found = standing(view, "a")
    assert (found.access, found.valid) == ("b", True)


def test_nobody_passes_on_an_access_whose_parker_may_not() -> None:
    """Nobody passes on an access whose parker may not."""
    view = parker(demo.BLOCK, access("a", demo.MAY))
    assert not standing(replace(view, accesses=(access("a", demo.BLOCK),)), "a").valid
    assert not standing(view).valid


def test_an_exit_lets_out_without_any_valid_access() -> None:
    """An exit lets out without any valid access."""
    found = standing(parker(demo.MAY, access("a", demo.FULL)))
    assert (found.access, found.valid) == ("", True)


def test_a_blocked_parker_always_takes_a_reason() -> None:
    """A blocked parker always takes a reason."""
    assert not standing(parker(replace(demo.MAY, blocked=True))).valid


def test_the_reason_of_a_wanted_access_is_the_one_told() -> None:
    """The reason of a wanted access is the one told."""
    later = replace(demo.FULL, line="Starts on 28 Nov")
    view = parker(demo.FULL, access("a", demo.FULL), access("b", later))
    assert standing(view, "b").verdict is later
