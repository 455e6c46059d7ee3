"""A media worker, started by `python -m realtime.sfu.worker --socket PATH`.

One process, one core, one UDP port per address. It dies with the process that started it (unless
`--stand-alone`). On SIGTERM it drains: no new rooms, and it ends when the last is empty or after `--grace`
seconds.
"""

import argparse
import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import signal
from pathlib import Path

import ifaddr
import uvloop

from realtime.sfu import seam
from realtime.sfu.control import Control
from realtime.sfu.port import Port
from realtime.sfu.world import World

logger = logging.getLogger(__name__)
PR_SET_PDEATHSIG = 1


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="realtime.sfu.worker", description="Forwards media between browsers."
    )
    parser.add_argument("--socket", type=Path, required=True, help="unix socket of the control protocol")
    parser.add_argument(
        "--listen", action="append", default=[], metavar="ADDRESS[=ANNOUNCED]",
        help="address to bind, and the one browsers are told if it differs; default: all of this machine",
    )  # fmt: skip
    parser.add_argument("--ports", default="0", metavar="LOW-HIGH", help="UDP ports to try; default: any")
    parser.add_argument("--grace", type=float, default=10.0, help="seconds for rooms to empty after SIGTERM")
    parser.add_argument(
        "--parent", type=int, default=0, help="end if this is not the parent process (any more)"
    )
    parser.add_argument("--stand-alone", action="store_true", help="outlive the process that started it")
    return parser.parse_args()


def die_with_parent(parent: int) -> None:
    """SIGKILL when the parent ends, even if it was killed. Linux only."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent and os.getppid() != parent:
        raise SystemExit("the parent has gone already")


def own_addresses() -> list[str]:
    """Every address of this machine, IPv4 and global IPv6, loopback too."""
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips]
    plain = [ip if isinstance(ip, str) else ip[0] for ip in found if isinstance(ip, str) or ip[2] == 0]
    return [ip for ip in plain if ip != "::1" and not ip.startswith("fe80")]


def port_range(text: str) -> range:
    low, _, high = text.partition("-")
    return range(int(low), int(high or low) + 1)


def listen(world: World, addresses: list[str], ports: range) -> None:
    """Bind them all; an address that cannot be bound is left out, none at all ends the worker."""
    for entry in addresses or own_addresses():
        host, _, announced = entry.partition("=")
        try:
            world.ports.append(Port(world.registry, host, announced or host, ports))
        except OSError as failure:
            logger.warning("no UDP port for media on %s: %s", host, failure)
    if not world.ports:
        raise SystemExit("The media worker could not bind any UDP port: check --listen and --ports.")


async def run(chosen: argparse.Namespace) -> None:
    await seam.self_test()
    world, stopping = World(), asyncio.Event()
    listen(world, chosen.listen, port_range(chosen.ports))
    control = Control(world)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, lambda: None)  # the parent decides
    os.umask(0o177)
    chosen.socket.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(control.serve, chosen.socket)
    beat = asyncio.create_task(control.beat())
    gc.collect()
    gc.freeze()  # what exists now stays: no need to look at it in every collection
    await stopping.wait()
    control.drain()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(chosen.grace):
            await control.idle.wait()
    server.close()
    control.close()
    await asyncio.sleep(0.05)  # the goodbyes of DTLS
    beat.cancel()
    world.close()


def main() -> None:
    chosen = options()
    logging.basicConfig(level=logging.INFO, format="media worker: %(levelname)s %(name)s %(message)s")
    if not chosen.stand_alone:
        die_with_parent(chosen.parent)
    uvloop.run(run(chosen))


if __name__ == "__main__":
    main()
