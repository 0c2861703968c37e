"""What the window hears of an engine, over a real local link."""

import asyncio
import threading
from pathlib import Path

from izix_desk.desk.backend import News
from izix_desk.desk.engine_link import SILENT, EngineLink
from izix_desk.link.messages import COMMANDS, Beat, Hint, Message
from izix_desk.link.server import LinkServer
from izix_desk.store.folder import SiteFolder
from tests.support.waiting import wait_until

KEY = b"k" * 32


def _clients() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "link-client"}


async def test_what_is_on_its_way_when_a_desk_ends_is_told_to_nobody(tmp_path: Path) -> None:
    """The store that a hint asks to look at is closed by then."""
    heard: list[Message] = []
    server = LinkServer(SiteFolder(tmp_path).link_address, KEY, heard.append)
    server.start()
    told: list[bool] = []
    others = _clients()

    def hinted() -> None:
        told.append(True)
        server.publish(Hint(COMMANDS))
        server.publish(Hint(COMMANDS))
        link.hint()
        # In the loop's own thread, so that more is waiting for it when the desk ends.
        wait_until(lambda: heard, 20, "the engine to hear the desk")
        link.close()

    link = EngineLink(
        SiteFolder(tmp_path), KEY, News(), hinted=hinted, lost=hinted, hung=lambda _: None
    )
    link.start()
    while not told:
        server.publish(Hint(COMMANDS))
        await asyncio.sleep(0.01)
    server.close()
    await asyncio.to_thread(
        wait_until, lambda: _clients() <= others, 20, "the link's thread to end"
    )
    await asyncio.sleep(0)  # whatever it posted last has had its turn
    assert told == [True]


async def test_an_engine_hangs_when_it_says_nothing_for_ten_looks(tmp_path: Path) -> None:
    """Told at the sixth; one that is merely slow begins the count anew with each word."""
    server = LinkServer(SiteFolder(tmp_path).link_address, KEY, lambda _: None)
    server.start()
    news, told, hung = News(), list[str](), list[int]()

    def tell(text: str) -> None:
        told.append(text)
        if told == [SILENT]:
            server.publish(Beat(7, 1.0))

    def end(pid: int) -> None:
        hung.append(pid)
        over.set()

    over = asyncio.Event()
    news.trouble.connect(tell)
    link = EngineLink(
        SiteFolder(tmp_path),
        KEY,
        news,
        hinted=lambda: None,
        lost=lambda: None,
        hung=end,
        look_seconds=0.1,
    )
    link.start()
    watching = asyncio.create_task(link.watch())
    await asyncio.wait_for(over.wait(), 30)
    watching.cancel()
    link.close()
    server.close()
    assert told == [SILENT, "", SILENT]
    assert hung == [7]
