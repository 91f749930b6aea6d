"""The plug-in of pytest: a server for the run, a world for each test, and what the phones showed where one fails.

Options of pytest.ini or pyproject.toml: ``payersim_world`` (a world file), ``payersim_clock`` (``frozen`` by default).
A test says otherwise for itself by ``@pytest.mark.payersim(world=…, clock=…, at=…, seed=…)``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Dict, Generator, Iterator, List, Optional

import pytest

from . import server as servers
from .assertions import drawn
from .errors import PayersimError
from .server import Process, Server, unique_name
from .world import World

_FOLDER = "payersim_folder"
_STORY_LINES = 40


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("payersim")
    group.addoption(
        "--payersim-url",
        metavar="URL",
        help="a simulator that runs; PAYERSIM_URL by default, and otherwise one is started for the run",
    )
    parser.addini("payersim_world", "the world file of each test's world, from the folder of this file")
    parser.addini("payersim_clock", "the clock of each test's world: frozen or running", default="frozen")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "payersim(world, clock, at, seed): the world of this test, as Server.open_world takes it")
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(_ForWorkers(config), "payersim-for-workers")


class _ForWorkers:
    """One server for all workers of pytest-xdist. It is of the process that starts them: any of them may end first."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._process: Optional[Process] = None
        self._folder: Optional[Path] = None

    @pytest.hookimpl(optionalhook=True)  # type: ignore[misc]
    def pytest_configure_node(self, node: Any) -> None:
        if _url(self._config):
            return
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="payersim-"))
            try:
                self._process = Process(folder=self._folder)
            except PayersimError:
                # The test that asks for it says so; others need none.
                shutil.rmtree(self._folder)
                return
        if self._process is not None:
            node.workerinput[_FOLDER] = str(self._folder)

    def pytest_unconfigure(self) -> None:
        if self._process is not None:
            self._process.end()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session")
def payersim(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A simulator: that of ``--payersim-url`` or ``PAYERSIM_URL``, or one that is started for this run."""
    with _server_of(request.config) as server:
        yield server


@pytest.fixture
def world(payersim: Server, request: pytest.FixtureRequest) -> Iterator[World]:
    """A world of this test's own, with phones and money as at the start and, unless said otherwise, a frozen clock."""
    opened = payersim.open_world(unique_name(request.node.name), **_wanted(request))
    yield opened
    try:
        opened.close()
    except PayersimError as error:
        # The test has its outcome; a world that nobody asks anything ends by itself.
        request.node.warn(pytest.PytestWarning(f"The world {opened.name} was not ended: {error}"))


@pytest.hookimpl(hookwrapper=True)  # type: ignore[misc]
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    outcome = yield
    report = outcome.get_result()
    own = getattr(item, "funcargs", {}).get("world")
    if not report.failed or report.when != "call" or not isinstance(own, World):
        return
    try:
        report.sections += _sections(own)
    except PayersimError as error:
        report.sections.append(("payersim", str(error)))


def _sections(world: World) -> List[Any]:
    phones: List[str] = []
    for phone in world.phones:
        seen = phone.screen
        phones += [f"{phone.msisdn}, as the test saw it last:", *drawn(seen)]
        now = phone.look()
        if now != seen:
            phones += [f"{phone.msisdn} now:", *drawn(now)]
        phones += [f"  SMS from {one.sender}: {one.text!r}" for one in phone.messages()]
    stories: List[str] = []
    # The newest first, as the story of a failure ends there.
    for payment in world.payments(limit=3):
        amount = f" of {payment.amount} {payment.currency}" if payment.amount else ""
        stories.append(f"{payment.kind}{amount} for {payment.merchant}, {payment.reference}: {payment.standing}")
        lines = world.story(payment).splitlines()
        left_out = len(lines) - _STORY_LINES
        stories += [f"  ({left_out} earlier lines left out)"] if left_out > 0 else []
        stories += [f"  {line}" for line in lines[-_STORY_LINES:]]
    found = [("payersim: phones", phones), ("payersim: payments", stories)]
    return [(title, "\n".join(lines)) for title, lines in found if lines]


def _server_of(config: pytest.Config) -> Server:
    url = _url(config)
    if url:
        return servers.connect(url)
    folder = getattr(config, "workerinput", {}).get(_FOLDER)
    if folder is None:
        return servers.start()
    return Server(servers.wait_ready(Path(folder), 60.0, lambda: False, "payersim"))


def _url(config: pytest.Config) -> Optional[str]:
    return config.getoption("--payersim-url") or os.environ.get("PAYERSIM_URL") or None


def _wanted(request: pytest.FixtureRequest) -> Dict[str, Any]:
    file = request.config.getini("payersim_world")
    wanted: Dict[str, Any] = {"clock": request.config.getini("payersim_clock")}
    if file:
        wanted["world"] = request.config.rootpath / file
    marker = request.node.get_closest_marker("payersim")
    if marker:
        wanted.update(marker.kwargs)
    if isinstance(wanted.get("world"), str) and "\n" not in wanted["world"]:
        # A name of a file, and not the text of one.
        wanted["world"] = request.path.parent / wanted["world"]
    return wanted
