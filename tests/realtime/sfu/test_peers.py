"""The peers of these tests themselves: what they leave behind would fail somebody else's test."""

import asyncio
import gc

from aiortc import AudioStreamTrack, VideoStreamTrack

from tests.realtime.sfu.peers import BUNDLED, Connection


async def test_connections_closed_while_they_connect_leave_no_error_behind() -> None:
    left: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: left.append(context))
    ada, ben = Connection(BUNDLED), Connection(BUNDLED)
    ada.addTrack(AudioStreamTrack())
    ada.addTrack(VideoStreamTrack())
    await ada.setLocalDescription(await ada.createOffer())
    await ben.setRemoteDescription(ada.localDescription)
    await ben.setLocalDescription(await ben.createAnswer())
    await ada.setRemoteDescription(ben.localDescription)
    async with asyncio.timeout(10):
        while ada.iceConnectionState != "completed":
            await asyncio.sleep(0)
    await asyncio.gather(ada.close(), ben.close())
    await asyncio.sleep(0.1)
    gc.collect()
    assert left == []
