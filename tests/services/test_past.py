"""A past event is explained by the decision as it was taken, whatever changed since."""

from datetime import UTC, datetime
from pathlib import Path

from izix_desk.domain.decision import Read
from izix_desk.domain.parkers import Profile
from izix_desk.services.gatekeeping import take_read
from izix_desk.services.moments import Moment
from izix_desk.services.past import past_view
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import save_profile
from izix_desk.store.site import load_site, save_site
from tests.support import quay

AT = datetime(2026, 11, 23, 9, 30, 5, tzinfo=UTC)


def test_a_past_read_is_told_as_it_was(tmp_path: Path) -> None:
    """Ada is blocked and her lot is full since; then she might pass, and there was room."""
    made = quay.quay(tmp_path / "site", quay.site())
    store = made.open()
    read = Read(gate="entry", at=AT, raw=quay.KNOWN_PLATE, plate=quay.KNOWN_PLATE)
    event = store.write(lambda tx: take_read(tx, load_site(tx), read, Moment(AT, 0.0))).event
    blocked = Profile(id=made.ada, organisation="acme", last_name="Maes", blocked=True)
    full = quay.with_spots(quay.site(), 0)
    store.write(lambda tx: (save_profile(tx, blocked), save_site(tx, full)))
    past = store.read(lambda tx: past_view(tx, load_site(tx), event.id))
    nothing = store.read(lambda tx: past_view(tx, load_site(tx), new_id()))
    store.close()
    assert nothing is None
    assert past is not None
    assert (past.when, past.granted) == ("Mon 23 Nov 10:30:05", True)
    assert past.line.startswith("May pass now")
    rules = {rule.rule: rule for rule in past.rules}
    assert rules["not_blocked"].passed
    assert rules["capacity"].values["spots"] == 20
