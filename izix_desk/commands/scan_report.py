"""What a search for devices says on the screen: where it is, and how it ended."""

import math
import sys
from dataclasses import dataclass

from izix_desk.commands.tables import table
from izix_desk.domain.scanning import USUAL_LAST, FoundDevice, Report, Setting

SHORT_SECONDS = 10
"""What takes no longer is waited for without a word."""
INTERRUPTED = 130
HEADINGS = ("address", "setting", "device")


@dataclass(slots=True)
class Progress:
    """One line on the screen per setting, counted up where it is a terminal."""

    last: Setting | None = None

    def tell(self, setting: Setting, address: int, found: FoundDevice | None) -> None:
        """Say where the search is, and who was found."""
        if setting != self.last:
            self.end()
            sys.stdout.write(f"{setting}:")
            self.last = setting
        if found is not None:
            sys.stdout.write(f" {address} answers")
        elif address % 16 == 0:
            sys.stdout.write(".")
        sys.stdout.flush()

    def end(self) -> None:
        """End the line."""
        if self.last is not None:
            sys.stdout.write("\n")


def announce(seconds: float, usual: float) -> None:
    """Say how long a search takes at most, if that is long."""
    if seconds > SHORT_SECONDS:
        first = f"addresses up to {USUAL_LAST} come first, {_about(usual)}; "
        sys.stdout.write(
            f"Where nobody answers this takes about {_about(seconds)}; "
            f"{first if 0 < usual < seconds else ''}"
            "Ctrl+C ends it, and says what was heard so far.\n"
        )


def _about(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minutes" if minutes > 1 else f"{math.ceil(seconds)} seconds"


def print_report(report: Report, *, limited: bool) -> int:
    """Print who was found and what to do; return the exit status."""
    if report.found:
        found = sorted(
            report.found, key=lambda each: (report.tried.index(each.setting), each.address)
        )
        rows = [(str(each.address), str(each.setting), each.words) for each in found]
        sys.stdout.writelines(f"{row}\n" for row in table([HEADINGS, *rows]))
    sys.stdout.writelines(f"{sentence}\n" for sentence in report.sentences(limited=limited))
    if report.is_stopped:
        return INTERRUPTED
    return 0 if report.found else 1
