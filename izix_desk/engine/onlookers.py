"""What installers are told about the wires, as long as one of them looks."""

from izix_desk.domain.lines import LineFigures
from izix_desk.domain.scanning import SearchNews
from izix_desk.engine.pool import LinePool
from izix_desk.link.line_messages import Figures, Searched, SearchLine, Trace
from izix_desk.link.server import LinkServer

EVERY_SECONDS = 1.0
BATCHES = 5
"""Per line and look; what is more than that waits in the line's own queue, or is dropped there."""


class Onlookers:
    """Keeps the last figures of each line; sends them, and what passes, to whoever follows."""

    def __init__(self, link: LinkServer, pool: LinePool) -> None:
        self._link = link
        self._pool = pool
        self._figures: dict[str, LineFigures] = {}
        self._told_at = float("-inf")
        self._listeners = 0
        self._traced: frozenset[str] = frozenset()
        self._searched: set[str] = set()

    def take(self, figures: LineFigures) -> None:
        """Take how a line is doing."""
        self._figures[figures.line] = figures

    def search(self, wish: SearchLine) -> None:
        """Begin a search; it ends when nobody follows any more."""
        self._searched.add(wish.line)
        self._pool.search(wish.line, wish.addresses, wish.settings)

    def found(self, news: SearchNews) -> None:
        """Take how a search goes on."""
        self._link.publish(Searched(news))

    def keep_only(self, lines: set[str]) -> None:
        """Forget what is not of the site any more."""
        self._figures = {line: known for line, known in self._figures.items() if line in lines}

    def tell(self, now: float) -> None:
        """Publish what is due; called every 100 ms."""
        followed = self._link.followed()
        if followed.traced or followed.traced != self._traced:
            self._traced = followed.traced  # also onto lines that were made anew meanwhile
            self._pool.listen(followed.traced)
        while self._searched and not followed.is_heard:
            self._pool.search(self._searched.pop(), ())
        is_due = now - self._told_at >= EVERY_SECONDS or followed.listeners != self._listeners
        if followed.is_heard and is_due:
            self._told_at = now
            self._listeners = followed.listeners
            for figures in self._figures.values():
                self._link.publish(Figures(figures))
        for line in followed.traced:
            self._tell_passed(line)

    def _tell_passed(self, line: str) -> None:
        for _ in range(BATCHES):
            passed = self._pool.passed(line)
            if not passed:
                return
            self._link.publish(Trace(tuple(passed)))
