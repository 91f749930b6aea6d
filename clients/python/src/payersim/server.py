"""A running simulator: one that is there, or one that this process starts and ends."""

from __future__ import annotations

import atexit
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Dict, List, Mapping, Optional, Sequence, Type, Union

from ._sink import Sink
from ._wire import Wire
from .errors import NoServerError, PayersimError
from .world import World

_POLL_SECONDS = 0.02
_HOW = (
    "Set PAYERSIM_URL to one that runs, PAYERSIM_BIN to its binary, put `payersim` on the PATH, "
    "or install it in this project: npm i -D payersim (Node 20.19 or newer)."
)


class Server:
    """A running simulator, with its worlds.

    >>> with payersim.start() as server, server.open_world(clock="frozen") as world:
    ...     ama = world.phone("+46733000001")
    """

    def __init__(self, url: str, *, token: Optional[str] = None, process: Optional[Process] = None) -> None:
        self._wire = Wire(url, token if token is not None else _token())
        self.url = self._wire.url
        self.process = process
        """The process that :func:`start` started; ``None`` for a server that was there."""
        self.world = World(self, self._wire, None)
        """The server's own world."""
        self._made_sink: Optional[Sink] = None
        self._sink_lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<Server {self.url}>"

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def open_world(
        self,
        name: Optional[str] = None,
        *,
        world: Union[str, Mapping[str, Any], Path, None] = None,
        copy_of: Optional[str] = None,
        clock: Optional[str] = None,
        at: Optional[str] = None,
        seed: Optional[str] = None,
    ) -> World:
        """Opens a world with phones, money, a clock and a timeline of its own. Close it when it is done with.

        :param name: small letters, digits and hyphens; by default one that no other process takes
        :param world: as a world file has it: a mapping, the text of a file, or its ``Path``; the server's by default
        :param copy_of: the name of a world to begin as a copy of
        :param clock: ``running`` or ``frozen``, and ``at`` its ISO 8601 time; those of the server's start by default
        :param seed: makes ids and codes repeatable
        :raises PayersimError: the name is taken or can be none, or there are as many worlds as may be
        """
        wanted: Dict[str, Any] = {
            "name": name or unique_name("py"),
            "world": world.read_text(encoding="utf-8") if isinstance(world, Path) else world,
            "from": copy_of,
            "clock": clock,
            "at": at,
            "seed": seed,
        }
        made = self._wire.json("POST", "/_sim/worlds", {word: value for word, value in wanted.items() if value is not None})
        return self.find_world(made["name"])

    def find_world(self, name: str) -> World:
        """A world that is open. Nothing is asked before it is used."""
        return World(self, self._wire.below(f"/w/{name}"), name)

    def worlds(self) -> List[str]:
        """The names of the worlds that are open, but the server's own."""
        return [one["name"] for one in self._wire.json("GET", "/_sim/worlds")]

    def health(self) -> Mapping[str, Any]:
        """``status``, ``version``, ``now`` and ``store``."""
        found: Mapping[str, Any] = self._wire.json("GET", "/_sim/health")
        return found

    def close(self) -> None:
        """Ends the server if :func:`start` started it. Twice is no error."""
        if self._made_sink is not None:
            self._made_sink.close()
            self._made_sink = None
        if self.process is not None:
            self.process.end()

    def _sink(self) -> Sink:
        with self._sink_lock:
            if self._made_sink is None:
                self._made_sink = Sink()
            return self._made_sink


class Process:
    """A simulator that this process started. It ends with this process, however that one ends."""

    def __init__(self, arguments: Sequence[str] = (), *, folder: Optional[Path] = None) -> None:
        """Starts it, and does not wait for it.

        :param arguments: further ones of ``payersim serve``
        :param folder: where the ready file and the log are; a temporary one by default
        """
        self.command = find_command()
        self._own_folder = folder is None
        self.folder = Path(tempfile.mkdtemp(prefix="payersim-")) if folder is None else folder
        serve = ["serve", "--port", "0", "--data", ":memory:", "--ready-file", str(self.folder / "ready.json"), *arguments]
        keeper = str(Path(__file__).with_name("_keeper.py"))
        self._log: IO[bytes] = open(self.folder / "serve.log", "wb")
        # A Ctrl-C is for the tests: they still need it to end their worlds. It ends when its standard input does.
        self._keeper = subprocess.Popen(
            [sys.executable, "-S", "-E", keeper, *self.command, *serve],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        atexit.register(self.end)

    def wait_ready(self, timeout: float = 60.0) -> str:
        """The base URL, once it can be used.

        :raises NoServerError: it ended, or is not ready within so many real seconds: with the end of its log
        """
        return wait_ready(self.folder, timeout, lambda: self._keeper.poll() is not None, shlex.join(self.command))

    def end(self) -> None:
        """Ends it. Twice is no error."""
        atexit.unregister(self.end)
        if self._keeper.stdin is not None and not self._keeper.stdin.closed:
            self._keeper.stdin.close()
        self._keeper.wait()
        self._log.close()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def start(*arguments: str) -> Server:
    """Starts a simulator on a free port, in memory, which ends with this process.

    It is the program in ``PAYERSIM_BIN``, else ``payersim`` on the ``PATH``, else ``npx payersim`` of this project.

    :param arguments: further ones of ``payersim serve``, such as ``--world``, ``shop.yaml``
    :raises NoServerError: there is none of them, or it does not start
    """
    process = Process(arguments)
    try:
        return Server(process.wait_ready(), process=process)
    except BaseException:
        process.end()
        raise


def connect(url: Optional[str] = None, *, token: Optional[str] = None) -> Server:
    """A simulator that runs.

    :param url: ``PAYERSIM_URL`` by default
    :param token: the admin token; ``PAYERSIM_ADMIN_TOKEN``, or the first line of the file ``PAYERSIM_ADMIN_TOKEN_FILE``, by
        default
    :raises NoServerError: no URL is given, or nothing answers there
    """
    where = url or os.environ.get("PAYERSIM_URL")
    if not where:
        raise NoServerError(f"There is no URL of a simulator. {_HOW}")
    server = Server(where, token=token)
    server.health()
    return server


def find() -> Server:
    """The simulator at ``PAYERSIM_URL``, where that is set; otherwise one that is started: see :func:`start`."""
    return connect() if os.environ.get("PAYERSIM_URL") else start()


def find_command() -> List[str]:
    """The command that is ``payersim`` here.

    :raises NoServerError: there is none; it says what to do
    """
    named = os.environ.get("PAYERSIM_BIN")
    if named:
        path = shutil.which(named) or (named if os.path.isfile(named) else None)
        if path is None:
            raise NoServerError(f"PAYERSIM_BIN is {named}, and no program is there. {_HOW}")
        return ["node", path] if path.endswith((".js", ".mjs", ".cjs")) else [path]
    on_path = shutil.which("payersim")
    if on_path:
        return [on_path]
    npx = shutil.which("npx")
    if npx:
        # Only what the project has installed: a test run downloads no program.
        return [npx, "--no", "payersim"]
    raise NoServerError(f"No payersim is here. {_HOW}")


def wait_ready(folder: Path, timeout: float, has_ended: Any, command: str) -> str:
    """Waits for the ready file in a folder, which ``payersim serve --ready-file`` writes once it can be used."""
    end = time.monotonic() + timeout
    while True:
        # Looked at before the file: what is written last is not missed.
        ended = has_ended()
        try:
            url: str = json.loads((folder / "ready.json").read_text(encoding="utf-8"))["url"]
            return url
        except (FileNotFoundError, ValueError):
            pass
        if ended or time.monotonic() > end:
            what = "ended before it was ready" if ended else f"was not ready within {timeout:g} s"
            raise NoServerError(f"`{command} serve` {what}. {_HOW}\nIt said:\n{_end_of(folder / 'serve.log')}")
        time.sleep(_POLL_SECONDS)


def unique_name(*parts: str) -> str:
    """A name of a world that no other process, worker or machine takes.

    :param parts: what is to be read in it, such as that of a test
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    own = "-".join(filter(None, (worker, str(os.getpid()), uuid.uuid4().hex[:8])))
    readable = "-".join("".join(one if one.isalnum() and one.isascii() else "-" for one in part.lower()) for part in parts)
    # 63 characters at most, as in a host name.
    kept = "-".join(filter(None, readable.split("-")))[: 62 - len(own)].strip("-")
    return f"{kept}-{own}" if kept else own


def _token() -> Optional[str]:
    token = os.environ.get("PAYERSIM_ADMIN_TOKEN")
    if token:
        return token
    file = os.environ.get("PAYERSIM_ADMIN_TOKEN_FILE")
    if not file:
        return None
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise PayersimError(f"PAYERSIM_ADMIN_TOKEN_FILE is {file}, which cannot be read: {error.strerror}.") from error
    return lines[0].strip() if lines else None


def _end_of(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return "\n".join(f"  {line}" for line in lines[-15:]) or "  nothing"
