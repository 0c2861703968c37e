"""What the window hears of an engine, over a real local link."""

import asyncio
import threading
from pathlib import Path

from izix_desk.desk.backend import News
from izix_desk.desk.engine_link import EngineLink
from izix_desk.link.messages import COMMANDS, Hint, Message
from izix_desk.link.server import LinkServer
from izix_desk.store.folder import SiteFolder
from tests.support.waiting import wait_until

KEY = b"k" * 32


def _client_ended() -> bool:
    return not any(thread.name == "link-client" for thread in threading.enumerate())


async def test_what_is_on_its_way_when_a_desk_ends_is_told_to_nobody(tmp_path: Path) -> None:
    """The store that a hint asks to look at is closed by then."""
    heard: list[Message] = []
    server = LinkServer(SiteFolder(tmp_path).link_address, KEY, heard.append)
    server.start()
    told: list[bool] = []

    def hinted() -> None:
        told.append(True)
        server.publish(Hint(COMMANDS))
        server.publish(Hint(COMMANDS))
        link.hint()
        # In the loop's own thread, so that more is waiting for it when the desk ends.
        wait_until(lambda: heard, 20, "the engine to hear the desk")
        link.close()

    link = EngineLink(SiteFolder(tmp_path), KEY, News(), hinted=hinted, lost=hinted)
    link.start()
    while not told:
        server.publish(Hint(COMMANDS))
        await asyncio.sleep(0.01)
    server.close()
    await asyncio.to_thread(wait_until, _client_ended, 20, "the link's thread to end")
    await asyncio.sleep(0)  # whatever it posted last has had its turn
    assert told == [True]
