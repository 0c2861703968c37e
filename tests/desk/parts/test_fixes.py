"""Fixes as buttons: only what the window can do, each once."""

from dataclasses import replace

from izix_desk.desk.parts.fixes import Deed, borrowed, fixes_for
from izix_desk.domain.views import Hit, Offer
from izix_desk.services.catalogue import catalogue
from tests.support import demo_views as demo

HIT = Hit(profile=demo.MAES, name="B. Claes", organisation="Delta", plates=("1-XYZ-937",))


def test_what_is_not_built_has_no_button() -> None:
    """What is not built has no button."""
    verdict = replace(demo.FULL, fixes=("stale_sessions", "call_manager", "open_with_reason"))
    assert [fix.deed for fix in fixes_for(verdict)] == [Deed.OPEN]


def test_the_same_button_comes_once() -> None:
    """The same button comes once."""
    verdict = replace(demo.FULL, fixes=("open_over_capacity", "open_with_reason"))
    assert len(fixes_for(verdict)) == 1


def test_a_look_alike_is_named_by_its_plate_and_a_sharer_by_name() -> None:
    """A look alike is named by its plate and a sharer by name."""
    confirm = replace(demo.UNKNOWN, fixes=("confirm_match",))
    choose = replace(demo.UNKNOWN, fixes=("choose_profile",))
    assert [fix.label for fix in fixes_for(confirm, [HIT])] == ["It is 1-XYZ-937"]
    assert [fix.label for fix in fixes_for(choose, [HIT])] == ["It is B. Claes"]
    assert fixes_for(confirm) == []


def test_a_change_comes_where_the_reason_wants_it_and_before_an_opening() -> None:
    """What only another access would be helped by stands in front of *Open once* as well."""
    verdict = replace(demo.FULL, fixes=("end_session", "search", "open_with_reason"))
    offers = [Offer(code=code, label=code) for code in ("extend", "end_session")]
    labels = [fix.label for fix in fixes_for(verdict, offers=offers)]
    assert labels == ["end_session", "Search", "extend", "Open once with a reason…"]


def test_the_plate_of_a_waiting_car_can_be_linked_to_whom_it_is_not() -> None:
    """Never where it is theirs already, nor for somebody who is blocked."""
    view, blocked = demo.parkers()[demo.PEETERS], demo.parkers()[demo.BLOCKED]
    assert [each.label for each in borrowed(view, "8XYZ008", "p1-entry")] == [
        "Use 8-XYZ-008 until…"
    ]
    own = view.vehicles[0].plate.replace("-", "").lower()
    assert borrowed(view, own, "p1-entry") == borrowed(view, "", "p1-entry") == ()
    assert borrowed(view, "8XYZ008", None) == borrowed(blocked, "8XYZ008", "p1-entry") == ()


def test_every_fix_of_the_window_is_one_of_the_catalogue() -> None:
    """Every fix of the window is one of the catalogue."""
    known = {code for reason in demo_reasons() for code in catalogue().fixes(reason)}
    ours = {"create_profile", "make_visit", "new_visit", "search", "type_plate",
            "open_with_reason", "open_over_capacity", "confirm_match",
            "choose_profile"}  # fmt: skip
    assert ours <= known


def demo_reasons() -> list[str]:
    """Return every reason code there is."""
    from izix_desk.domain.decision import Reason  # noqa: PLC0415 - only this test needs it

    return [str(reason) for reason in Reason]
