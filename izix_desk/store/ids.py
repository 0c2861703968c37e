"""Ids: UUIDv7, made where the row is made."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new id; later ones sort after earlier ones."""
    return uuid7()
