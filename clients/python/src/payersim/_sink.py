"""Where the callbacks of a test's own merchants arrive."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable, Dict, List, Optional

from .models import Callback


class Inbox:
    """The callbacks of one merchant, in the order of arrival."""

    def __init__(self) -> None:
        self.received: List[Callback] = []
        self._came = threading.Condition()

    def put(self, callback: Callback) -> None:
        with self._came:
            self.received.append(callback)
            self._came.notify_all()

    def wait(self, fits: Callable[[Callback], bool], after: int, timeout: float) -> Optional[int]:
        """The index of the first callback from ``after`` on that fits; ``None`` if none comes in time."""
        end = time.monotonic() + timeout
        with self._came:
            while True:
                for index in range(after, len(self.received)):
                    if fits(self.received[index]):
                        return index
                left = end - time.monotonic()
                if left <= 0 or not self._came.wait(left):
                    if left <= 0:
                        return None


class Sink:
    """A server on 127.0.0.1, on a port of its own: one path for each merchant, and below it one for each order."""

    def __init__(self) -> None:
        self._inboxes: Dict[str, Inbox] = {}
        inboxes = self._inboxes

        class Receiver(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def receive(self) -> None:
                text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
                inbox = inboxes.get(self.path.split("/")[2] if self.path.count("/") >= 3 else "")
                self.send_response(404 if inbox is None else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if inbox is not None:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    inbox.put(Callback(self.command, self.path, headers, _read(text)))

            do_POST = do_PUT = do_GET = receive

            def log_message(self, format: str, *args: object) -> None:
                """Tests print nothing of what arrives."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="payersim-callbacks", daemon=True).start()

    def open(self, merchant: str) -> Inbox:
        return self._inboxes.setdefault(merchant, Inbox())

    def url(self, host: str, merchant: str, reference_id: str) -> str:
        return f"http://{host}:{self._server.server_address[1]}/callbacks/{merchant}/{reference_id}"

    def forget(self, merchant: str) -> None:
        self._inboxes.pop(merchant, None)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
