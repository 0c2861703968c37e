"""What a search for devices says on the screen: where it is, and how it ended."""

import sys
from dataclasses import dataclass

from izix_desk.commands.tables import table
from izix_desk.domain.scanning import FoundDevice, Report, Setting

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


def print_report(report: Report, *, limited: bool) -> int:
    """Print who was found and what to do; return the exit status."""
    if report.found:
        rows = [(str(each.address), str(each.setting), each.words) for each in report.found]
        sys.stdout.writelines(f"{row}\n" for row in table([HEADINGS, *rows]))
    sys.stdout.writelines(f"{sentence}\n" for sentence in report.sentences(limited=limited))
    return 0 if report.found else 1
