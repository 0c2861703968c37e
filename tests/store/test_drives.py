"""A store is refused on a drive of another machine."""

from pathlib import Path

import pytest

from izix_desk.store.drives import file_system, refuse_network_drive

MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /mnt/my\040files rw shared:9 - cifs //server/share rw
31 22 0:41 / /mnt/old rw - ext4 /dev/vdb rw
32 31 0:42 / /mnt/old rw,master:1 - nfs4 server:/old rw
33 22 0:43 / /srv rw - fuse.sshfs server: rw"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "ext4"),
        ("/var/lib/site", "ext4"),
        ("/mnt/my files/site", "cifs"),
        ("/mnt/my files", "cifs"),
        ("/mnt/my filesystem", "ext4"),
        ("/mnt/old/site", "nfs4"),
        ("/srv/guard", "fuse.sshfs"),
        ("/srvice", "ext4"),
    ],
)
def test_the_nearest_mount_says_the_kind(path: str, kind: str) -> None:
    """The nearest mount says the kind, the last one where several share a place."""
    assert file_system(MOUNTS, path) == kind


def test_a_local_folder_is_taken(tmp_path: Path) -> None:
    """A local folder is taken, also one that is still to be made."""
    refuse_network_drive(tmp_path / "site")
