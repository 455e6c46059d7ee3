"""Nobody reaches DTLS or SRTP who has not shown the password of ICE."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Self

import aioice.stun
import pytest

from realtime.sfu import sdp
from realtime.sfu.connection import MAX_ADDRESSES, Connection
from realtime.sfu.port import Port
from realtime.sfu.world import World

ALERT = bytes.fromhex("15fefd000000000000000000020228")
"""A plaintext fatal alert: fifteen bytes that break a handshake they reach."""


class Nobody:
    """An owner who takes note of states, and of media that should not have come."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.came: list[object] = []

    def media(self, data: bytearray, length: int, now: float) -> None:
        self.came.append((data, length, now))

    def expects(self, ssrc: int) -> bool:
        return ssrc == 1

    def control(self, data: bytes, now: float) -> None:
        self.came.append((data, now))

    def changed(self, state: str) -> None:
        self.states.append(state)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    world.ports.append(Port(world.registry, "127.0.0.1", "127.0.0.1", [0]))
    yield world
    world.close()
    await asyncio.sleep(0)


@pytest.fixture
async def connection(world: World) -> AsyncIterator[Connection]:
    connection = Connection(world.registry, Nobody(), world.background)
    connection.accept(sdp.Remote("1", "them", [("sha-256", "AB")]))
    yield connection
    connection.end()
    await asyncio.sleep(0.05)


class Stranger:
    def __init__(self, world: World) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", world.ports[0].number))
        self._socket.setblocking(False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    async def send(self, datagram: bytes) -> bytes:
        self._socket.send(datagram)
        await asyncio.sleep(0.05)
        try:
            return self._socket.recv(2000)
        except BlockingIOError:
            return b""


def check(connection: Connection, password: str | None = None, role: str = "ICE-CONTROLLING") -> bytes:
    message = aioice.stun.Message(aioice.stun.Method.BINDING, aioice.stun.Class.REQUEST)
    message.attributes = {
        "USERNAME": f"{connection.ufrag}:them",
        "PRIORITY": 1,
        role: 5,
        "USE-CANDIDATE": None,
    }
    message.add_message_integrity((password or connection.password).encode())
    return bytes(message)


async def test_an_alert_from_anywhere_does_not_reach_the_handshake(
    world: World, connection: Connection
) -> None:
    with Stranger(world) as browser, Stranger(world) as attacker:
        assert await browser.send(check(connection))
        await attacker.send(ALERT)
        assert world.registry.counters.strangers == 1
        assert connection._shake.pipe._in.empty()
        await browser.send(ALERT)
        assert world.registry.counters.strangers == 1


async def test_a_check_needs_the_password(world: World, connection: Connection) -> None:
    with Stranger(world) as stranger:
        assert await stranger.send(check(connection, "wrong" * 5)) == b""
        assert world.ports[0].guests == {}


async def test_a_browser_that_thinks_itself_controlled_is_corrected(
    world: World, connection: Connection
) -> None:
    with Stranger(world) as stranger:
        reply = aioice.stun.parse_message(await stranger.send(check(connection, role="ICE-CONTROLLED")))
        assert reply.error_code == 487


async def test_rubbish_is_counted_and_survived(world: World, connection: Connection) -> None:
    with Stranger(world) as stranger:
        for first in range(256):
            stranger._socket.send(bytes([first]) + bytes(40))
        assert await stranger.send(check(connection))
        for first in range(256):
            stranger._socket.send(bytes([first]) + bytes(40))
        await asyncio.sleep(0.05)
        assert world.registry.counters.faults == 0
        assert connection.state in ("connecting", "failed")
        assert isinstance(connection._owner, Nobody)
        assert connection._owner.came == []


async def test_only_so_many_addresses_are_remembered(world: World, connection: Connection) -> None:
    for _ in range(MAX_ADDRESSES + 5):
        with Stranger(world) as browser:
            assert await browser.send(check(connection))
    assert len(world.ports[0].guests) <= MAX_ADDRESSES


async def test_new_names_make_the_old_password_useless(world: World, connection: Connection) -> None:
    old = check(connection)
    connection.restart_ice(sdp.Remote("1", "them", [("sha-256", "AB")]))
    with Stranger(world) as browser:
        assert await browser.send(old) == b""
        assert await browser.send(check(connection))


async def test_a_connection_nobody_checks_is_given_up(world: World) -> None:
    owner = Nobody()
    connection = Connection(world.registry, owner, world.background)
    connection.beat(world.now() + 29)
    assert owner.states == []
    connection.beat(world.now() + 31)
    assert owner.states == ["failed"]
    assert world.registry.guests == {}
    await asyncio.sleep(0.05)
