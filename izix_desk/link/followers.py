"""Who wants to hear of the lines, and for how much longer."""

import time
from dataclasses import dataclass

from izix_desk.link.line_messages import LEASE_SECONDS, Figures, Follow, Searched, Trace
from izix_desk.link.peer import Peer


@dataclass(frozen=True, slots=True)
class Followed:
    """What anybody wants to hear at the moment."""

    listeners: int
    """How many listeners came so far; it grows when one has to be told everything."""
    is_heard: bool
    traced: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Lease:
    until: float
    traced: frozenset[str]


class Followers:
    """The leases of desks; one that hangs, or is gone, ends its own."""

    def __init__(self) -> None:
        self._leases: dict[Peer, _Lease] = {}
        self._came = 0

    def take(self, peer: Peer, wish: Follow) -> None:
        """Begin or go on with a lease."""
        now = time.monotonic()
        known = self._leases.get(peer)
        if known is None or known.until < now:
            self._came += 1
        self._leases[peer] = _Lease(now + LEASE_SECONDS, wish.traced)

    def followed(self) -> Followed:
        """Return what is wanted; leases that are over are forgotten."""
        now = time.monotonic()
        self._leases = {
            peer: lease
            for peer, lease in self._leases.items()
            if lease.until >= now and not peer.closed
        }
        traced = frozenset[str]().union(*(each.traced for each in self._leases.values()))
        return Followed(self._came, bool(self._leases), traced)

    def wants(self, peer: Peer, message: object) -> bool:
        """Tell whether that desk is to hear it; what is not about figures and wires is for all."""
        if not isinstance(message, Figures | Trace | Searched):
            return True
        lease = self._leases.get(peer)
        if lease is None or lease.until < time.monotonic():
            return False
        if not isinstance(message, Trace):
            return True
        return any(each.line in lease.traced for each in message.passed[:1])
