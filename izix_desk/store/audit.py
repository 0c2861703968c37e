"""The record of what operators did to the site and its devices."""

from datetime import datetime

from sqlalchemy import insert

from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.ids import new_id


def add_audit(
    tx: Transaction, action: str, subject: str, detail: str, *, operator: str, at: datetime
) -> None:
    """Append what somebody did to something."""
    tx.execute(
        insert(schema.audit_record).values(
            id=new_id(), at=at, operator=operator, action=action, subject=subject, detail=detail
        )
    )
