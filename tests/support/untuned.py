"""Ports of tests that know no speed."""

from contextlib import AbstractContextManager, nullcontext

from izix_desk.domain.site import Line


class Untuned:
    """What such a port says when another speed is wanted."""

    def tuned(self, line: Line) -> AbstractContextManager[bool]:
        """Tell that it cannot."""
        del line
        return nullcontext(enter_result=False)
