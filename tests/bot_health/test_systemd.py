"""What systemd hears: READY, signs of life as long as there is life, STOPPING."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.systemd import ServiceManager, serving
from tests.fakeclock import FakeClock

PID = 77


@contextmanager
def systemd(address: str | Path) -> Iterator[socket.socket]:
    """Listen as systemd does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(10)
        listening.bind(str(address))
        yield listening


def heard(listening: socket.socket) -> str:
    return listening.recv(4096).decode()


async def test_signs_of_life_are_given_twice_as_often_as_asked_and_only_while_alive(
    tmp_path: Path,
) -> None:
    clock, alive = FakeClock(), True
    with systemd(tmp_path / "notify") as listening:
        environ = {
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "WATCHDOG_USEC": "20000000",
            "WATCHDOG_PID": str(PID),
        }
        async with serving(ServiceManager.of(environ, PID), clock, lambda: alive):
            assert heard(listening) == "READY=1"
            await clock.until_sleeping()
            assert heard(listening) == "WATCHDOG=1"
            clock.advance(10)
            await clock.until_sleeping()
            assert heard(listening) == "WATCHDOG=1"
            alive = False
            clock.advance(10)
            await clock.until_sleeping()
        assert heard(listening) == "STOPPING=1"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux has abstract sockets")
def test_an_abstract_socket_is_one() -> None:
    name = f"newshound-test-{id(object())}"
    with systemd(f"\0{name}") as listening:
        ServiceManager.of({"NOTIFY_SOCKET": f"@{name}"}, PID).tell("READY=1")
        assert heard(listening) == "READY=1"


async def test_without_systemd_nothing_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(ServiceManager.of({}, PID), FakeClock(), lambda: True):
        pass
    assert caplog.text == ""


def test_a_socket_that_is_gone_is_no_reason_to_stop(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ServiceManager.of({"NOTIFY_SOCKET": str(tmp_path / "gone")}, PID).tell("READY=1")
    assert "systemd cannot be told READY=1" in caplog.text


@pytest.mark.parametrize(
    ("environ", "watchdog"),
    [
        ({"WATCHDOG_USEC": "3000000"}, 3.0),
        ({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "78"}, 0.0),
        ({"WATCHDOG_USEC": "soon"}, 0.0),
        ({}, 0.0),
    ],
)
def test_the_watchdog_is_meant_for_one_process(environ: dict[str, str], watchdog: float) -> None:
    manager = ServiceManager.of({"NOTIFY_SOCKET": "/run/notify", **environ}, PID)
    assert manager.watchdog == watchdog


def test_an_address_of_another_kind_is_none() -> None:
    assert ServiceManager.of({"NOTIFY_SOCKET": "vsock:2:1"}, PID).address == ""
