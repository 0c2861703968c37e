"""Another process that commits to a store at each line of stdin, and says when it is done."""

import sys
from pathlib import Path

from izix_desk.commands.bench.loads import note
from izix_desk.store.database import open_database
from izix_desk.store.folder import SiteFolder


def main() -> None:
    """Commit an event for each line."""
    database = open_database(SiteFolder(Path(sys.argv[1])))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        database.write(note)
        sys.stdout.write("committed\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    main()
