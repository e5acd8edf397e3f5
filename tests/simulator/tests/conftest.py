# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator on a loopback port whose clock the test holds in its hand."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from simulator.application import build
from simulator.clock import Clock
from simulator.cloud import Cloud
from simulator.tests.client import START, Client, SetClock


@pytest.fixture(scope="session")
def clock() -> SetClock:
    """The clock of the cloud: it stands still until a test moves it."""
    return SetClock()


@pytest.fixture(scope="session")
def address(clock: SetClock) -> Iterator[str]:
    """The base URL of a simulator that runs in a thread of this process."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(build(Cloud(clock=Clock(clock))), access_log=None, shutdown_timeout=0.1)
    loop.run_until_complete(runner.setup())
    loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", 0).start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def simulator(address: str, clock: SetClock) -> Iterator[Client]:
    """A client of the simulator, which is as at its start, at 2026-01-15T08:30:00Z."""
    clock.seconds = START
    client = Client(address, clock)
    client.order("POST", "reset")
    client.log_in()
    client.order("DELETE", "calls")
    with client.session:
        yield client
