# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the simulator: `python tests/simulator --port 0 --speed 20 --port-file FILE --lifetime 300`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

# `python tests/simulator` puts this folder itself on the path; the package `simulator` is found from the one above.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from aiohttp import web  # noqa: E402

from simulator.application import build  # noqa: E402
from simulator.cloud import Cloud  # noqa: E402

ADDRESS = "127.0.0.1"


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="simulator", description="A local server that plays Huawei Cloud.")
    parser.add_argument("--port", type=int, default=8930, help="the port to listen on; 0 takes a free one")
    parser.add_argument("--speed", type=float, default=1.0, help="scripted seconds that go by in a real second")
    parser.add_argument("--port-file", type=Path, help="a file that tells the port once the simulator listens")
    parser.add_argument("--lifetime", type=float, help="real seconds after which the simulator ends by itself")
    options = parser.parse_args(arguments)
    if options.speed <= 0:
        parser.error("--speed must be above 0")
    return options


async def serve(options: argparse.Namespace) -> None:
    """Nothing, after the simulator has been told to end."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(build(Cloud(options.speed)), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, ADDRESS, options.port).start()
    except OSError as error:
        sys.exit(f"simulator: {error.strerror}")
    announce(runner.addresses[0][1], options.port_file)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopped.wait(), options.lifetime)
    await runner.cleanup()


def announce(port: int, port_file: Path | None) -> None:
    """Tell the world where the simulator listens; the file appears in one piece."""
    if port_file is not None:
        draft = port_file.with_name(f"{port_file.name}.{os.getpid()}")
        draft.write_text(f"{port}\n", encoding="ascii")
        draft.replace(port_file)
    print(f"simulator listening on http://{ADDRESS}:{port}", flush=True)


if __name__ == "__main__":
    asyncio.run(serve(read_options()))
