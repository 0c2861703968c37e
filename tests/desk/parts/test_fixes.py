"""Fixes as buttons: only what the window can do, each once."""

from izix_desk.desk.parts.fixes import Deed, advice, fixes_for
from izix_desk.domain.views import Asks, Hit, Offer
from izix_desk.services.catalogue import catalogue
from tests.support import demo_views as demo

HIT = Hit(profile=demo.MAES, name="B. Claes", organisation="Delta", plates=("1-XYZ-937",))


def test_what_cannot_be_done_has_no_button() -> None:
    """Nor what nobody offers at this moment."""
    codes = ("stale_sessions", "call_manager", "open_with_reason")
    assert [fix.deed for fix in fixes_for(codes)] == [Deed.OPEN]


def test_one_button_opens() -> None:
    """They would all ask for the same dialog; the one that fits the reason best has the name."""
    assert len(fixes_for(("open_over_capacity", "open_with_reason"))) == 1


def test_a_look_alike_is_named_by_its_plate_and_a_sharer_by_name() -> None:
    """Confirmed by the plate, the gate is asked for next; the rest is looked at first."""
    (confirmed,) = fixes_for(["confirm_match"], [HIT])
    assert (confirmed.label, confirmed.opens) == ("It is 1-XYZ-937", True)
    assert [fix.label for fix in fixes_for(["choose_profile"], [HIT])] == ["It is B. Claes"]
    assert fixes_for(["confirm_match"]) == []


def test_a_change_comes_where_the_reason_wants_it_and_before_an_opening() -> None:
    """What only another access would be helped by stands in front of *Open once* as well."""
    codes = ("end_session", "search", "open_with_reason")
    offers = [Offer(code=code, label=code) for code in ("link_plate", "extend", "end_session")]
    labels = [fix.label for fix in fixes_for(codes, offers=offers)]
    assert labels == ["end_session", "Search", "extend", "Open once with a reason…", "link_plate"]


def test_both_ways_are_offered_and_advice_is_no_button() -> None:
    """In and out are two buttons of one fix; whom to call is said, once."""
    ways = [Offer(code="choose_direction", label=way, asks=Asks.AT_ONCE) for way in ("In", "Out")]
    call = Offer(code="call_manager", label="Call Desk", asks=Asks.ADVICE)
    gate = Offer(code="show_right_gate", label="Show P2", asks=Asks.GATE, gate="p2")
    codes = ("choose_direction", "call_manager", "show_right_gate")
    found = fixes_for(codes, offers=[*ways, call, call, gate])
    assert [(fix.label, fix.deed) for fix in found] == [
        ("In", Deed.CHANGE), ("Out", Deed.CHANGE), ("Show P2", Deed.GATE),
    ]  # fmt: skip
    assert advice([*ways, call, call, gate]) == ["Call Desk"]


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
