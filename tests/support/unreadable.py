"""A store that no process can read for a while, as when another one repairs its WAL."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

from izix_desk.store.folder import SiteFolder

# SQLite's own locks on the index of the WAL: whoever finds its two headers different waits for
# the one that writes (120) and repairs (122). In a process of its own, as such locks are.
_HOLDER = """
import fcntl, sys
with open(sys.argv[1], "r+b") as index:
    for lock in (120, 122):
        fcntl.lockf(index, fcntl.LOCK_EX, 1, lock)
    index.seek(8)
    count = index.read(1)[0]
    index.seek(8)
    index.write(bytes([count ^ 1]))
    index.flush()
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def unreadable(folder: SiteFolder) -> Generator[None]:
    """Let every look at the store find it busy until the end of the block; nothing is lost."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, f"{folder.store}-shm"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield
