"""Why a gate is out of service, since when and by whom, in the operator's words."""

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from izix_desk.desk.texts import clock
from izix_desk.domain.site import Gate

translate = QCoreApplication.translate


def out_of_service(gate: Gate, timezone: tzinfo | None) -> str:
    """Return one line; empty for a gate that is in service."""
    if gate.in_service:
        return ""
    if gate.out_of_service_since is None:
        filed = translate("Service", "Out of service by the site file")
        return ": ".join(part for part in (filed, gate.out_of_service_note) if part)
    since = clock(gate.out_of_service_since.astimezone(timezone))
    words = translate("Service", "Out of service since {0}, {1}: {2}")
    return words.format(since, gate.out_of_service_by, gate.out_of_service_note)
