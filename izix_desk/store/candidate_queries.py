"""The questions about who stands at a gate, built once.

Making a statement costs more than running it, and a car waits for a dozen of these.
"""

from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from izix_desk.store import schema
from izix_desk.store.parkers import RESERVATIONS, RIGHTS, VEHICLES
from izix_desk.store.sessions import SEEN_TO_LEAVE, SESSIONS

_MOST_ALIKE = 100
_key = schema.search_key.c
_profile = schema.profile.c
_vehicle = schema.vehicle.c
_right = schema.access_right.c
_released = schema.spot_release.c
_reservation = schema.reservation.c
_session = schema.session.c
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_LOT = _session.lot == bindparam("lot")
_AROUND = (
    _reservation.deleted_at.is_(None)
    & (_reservation.ends >= bindparam("since"))
    & (_reservation.starts <= bindparam("until"))
)
_SAME = _vehicle.plate_norm == bindparam("norm")
_FOLDED = (_vehicle.plate_fold == bindparam("fold")) & _vehicle.deleted_at.is_(None)
_OF_PEOPLE = (
    VEHICLES.select()
    .join(schema.profile, _profile.id == _vehicle.profile)
    .join(schema.search_key, _key.nr == _profile.nr)
    .where(_key.key == bindparam("key"), _FOLDED)
    .limit(_MOST_ALIKE)
)
_OF_FLEETS = VEHICLES.select().where(_vehicle.profile.is_(None), _FOLDED).limit(_MOST_ALIKE)

EXACT = (_OF_PEOPLE.where(_SAME), _OF_FLEETS.where(_SAME))
"""Vehicles with this very plate: of people, of fleets."""
LOOK_ALIKE = (_OF_PEOPLE.where(~_SAME), _OF_FLEETS.where(~_SAME))
"""Those whose plate differs from it, but only by look-alike characters."""

_GIVEN = RIGHTS.select().where(_right.deleted_at.is_(None)).order_by(_right.id)
RIGHTS_OF_PEOPLE = _GIVEN.where(_right.profile.in_(_IDS))
RIGHTS_OF_VEHICLES = _GIVEN.where(_right.vehicle.in_(_IDS))
RELEASES = select(_released.right, _released.starts, _released.ends).where(
    _released.right.in_(_IDS), _released.deleted_at.is_(None)
)
_NEAR = RESERVATIONS.select().where(_AROUND).order_by(_reservation.starts, _reservation.id)
# A booked vehicle of a fleet says nothing about the other cars of who booked it.
NEAR = _NEAR.where(_reservation.profile.in_(_IDS), _reservation.vehicle.is_(None))
BOOKED = _NEAR.where(_reservation.vehicle.in_(_IDS), _reservation.vehicle.is_not(None))
# In no order: for one SQLite would take the index in that order, and read all who are inside.
INSIDE = SESSIONS.select().where(_session.profile.in_(_IDS), _LOT, _session.ended.is_(None))
LAST_EXITS = (
    select(_session.profile, func.max(_session.ended))
    .where(_session.profile.in_(_IDS), _LOT, SEEN_TO_LEAVE)
    .group_by(_session.profile)
)
LAST_EXIT_OF_CAR = select(func.max(_session.ended)).where(
    _session.profile.is_(None), _session.plate == bindparam("plate"), _LOT, SEEN_TO_LEAVE
)
