"""`izix-desk site service` on a real store."""

from collections.abc import Callable
from pathlib import Path

import pytest

from izix_desk.services.site_file import write_site
from tests.support import quay
from tests.support.saying import Said, said

Say = Callable[..., Said]
SITE = quay.site("COM3", "COM4")


@pytest.fixture
def service(tmp_path: Path) -> Say:
    """Carry out `site ACTION` at a small site."""
    folder = quay.quay(tmp_path / "site", SITE).folder
    return lambda action, *words: said("site", action, *words, "--site", str(folder.path))


def test_a_gate_goes_out_of_service_and_comes_back(service: Say, tmp_path: Path) -> None:
    """By its name or id; a load of the site file in between says that it stays out."""
    assert service("service") == Said(0, "All gates are in service.\n")
    out = service("service", "quay entry", "--out", "--reason", "arm bent", "--operator", "Kim")
    assert out == Said(0, "Quay entry: Set out of service: arm bent.\n")
    told = service("service", "entry")
    assert (told.status, told.output.startswith("Quay entry: Out of service since")) == (1, True)
    assert told.output.endswith(", Kim: arm bent\n")
    assert service("service").output == told.output
    assert service("service", "exit") == Said(0, "Quay exit is in service.\n")
    (tmp_path / "site.toml").write_text(write_site(SITE), "utf-8")
    loaded = service("load", str(tmp_path / "site.toml"), "--yes")
    assert "Quay entry stays out of service, as Kim set it on" in loaded.output
    assert "nothing changes" in loaded.output
    shown = service("show")
    assert "stays out of service" in shown.output
    assert "in_service" not in shown.output
    assert service("service", "entry", "--back") == Said(0, "Quay entry: Back in service.\n")
    assert service("service") == Said(0, "All gates are in service.\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("entry", "--out"), "Say why"),
        (("--out", "--reason", "arm bent"), "Name the gate"),
        (("entry", "--back"), "in service already"),
        (("east", "--out", "--reason", "arm bent"), "There is no gate 'east'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    service: Say, words: tuple[str, ...], told: str
) -> None:
    """And nothing is changed."""
    answer = service("service", *words)
    assert answer.status in {1, 2}
    assert told in answer.output
    assert service("service") == Said(0, "All gates are in service.\n")
