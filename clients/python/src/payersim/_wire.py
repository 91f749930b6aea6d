"""Requests to a simulator over HTTP, by the standard library alone."""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Union
from urllib.parse import quote, unquote, urlencode, urlsplit

from .errors import NoServerError, PayersimError

# The simulator closes a connection that has been idle for five seconds: one that may be closing is not used again.
_IDLE_SECONDS = 2.0
# A control route answers within a minute, by a 503 if it must.
_TIMEOUT_SECONDS = 75.0


@dataclass(frozen=True)
class Answer:
    """The answer to a request, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    text: str

    def json(self) -> Any:
        """The body as JSON; ``None`` if it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


class Wire:
    """Connections to one server, one for each thread."""

    def __init__(self, url: str, token: Optional[str] = None) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PayersimError(f'"{url}" is no URL of a simulator. Write one such as http://127.0.0.1:4000.')
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._tls = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._prefix = parts.path.rstrip("/")
        self._token = token
        self._local = threading.local()

    def below(self, prefix: str) -> Wire:
        """The same connections, for paths below a prefix such as ``/w/suite-1``."""
        wire = Wire(self.url + prefix, self._token)
        wire._local = self._local
        return wire

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Optional[Mapping[str, str]] = None,
        body: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Answer:
        """Sends a request and returns the answer, whatever its status.

        :param timeout: real seconds until the answer is given up
        :raises NoServerError: nothing answers at the URL
        :raises PayersimError: the answer was lost, or took too long; see ``failure``
        """
        sent = {"User-Agent": "payersim", "Accept-Encoding": "identity", **(headers or {})}
        if self._token is not None and path.startswith("/_sim"):
            sent.setdefault("Authorization", f"Bearer {self._token}")
        data = None if body is None else body.encode()
        connection = self._connected()
        if connection.sock is not None:
            connection.sock.settimeout(_TIMEOUT_SECONDS if timeout is None else timeout)
        try:
            connection.request(method, self._prefix + path, data, sent)
            response = connection.getresponse()
            answer = Answer(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                response.read().decode("utf-8", "replace"),
            )
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise _no_answer(f"{method} {path}", error) from error
        self._local.used = time.monotonic()
        return answer

    def json(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Optional[Mapping[str, Union[str, int, None]]] = None,
    ) -> Any:
        """Asks a control route, and returns what its JSON holds.

        :raises PayersimError: with the problem's ``type``, ``title`` and ``detail`` where the status is not 2xx
        """
        words = {name: value for name, value in (query or {}).items() if value is not None}
        whole = f"{path}?{urlencode(words)}" if words else path
        headers = {} if body is None else {"Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        answer = self.send(method, whole, headers=headers, body=text)
        return read(f"{method} {path}", answer)

    def _connected(self) -> http.client.HTTPConnection:
        local = self._local
        connection: Optional[http.client.HTTPConnection] = getattr(local, "connection", None)
        # A forked process must not write to the socket of its parent.
        if connection is not None and getattr(local, "process", None) != os.getpid():
            connection = None
        if connection is None:
            connection = self._new_connection()
            local.connection, local.process = connection, os.getpid()
        elif time.monotonic() - getattr(local, "used", 0.0) > _IDLE_SECONDS or _is_closed(connection.sock):
            connection.close()
        if connection.sock is None:
            try:
                connection.connect()
            except OSError as error:
                raise NoServerError(
                    f"No payersim answers at {self.url}: {error}. Start one by `payersim serve`, or set PAYERSIM_URL."
                ) from error
        return connection

    def _new_connection(self) -> http.client.HTTPConnection:
        if self._tls:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS)


def read(asked: str, answer: Answer) -> Any:
    """The JSON of a good answer; ``None`` for an empty one.

    :param asked: method and path, for messages
    :raises PayersimError: the status is not 2xx, or the body is no JSON
    """
    if not 200 <= answer.status <= 299:
        raise refusal(asked, answer)
    if answer.text == "":
        return None
    try:
        return json.loads(answer.text)
    except ValueError:
        raise PayersimError(
            f"{asked} answered {answer.status} with what is no JSON. Is it a payersim that listens there?",
            status=answer.status,
        ) from None


def refusal(asked: str, answer: Answer) -> PayersimError:
    """The error for an answer that is not 2xx, from problem details or from a vendor's error body."""
    parsed = answer.json()
    body: Mapping[str, Any] = parsed if isinstance(parsed, dict) else {}
    said = next((body[word] for word in ("detail", "message", "error", "title") if isinstance(body.get(word), str)), None)
    # MTN refuses some requests without a word; the simulator's own comes in a header, if it is asked for.
    explained = unquote(answer.headers.get("x-payersim-explanation", ""))
    detail = said or explained or answer.text.strip()[:200]
    code = body.get("code") if isinstance(body.get("code"), str) and "detail" not in body else None
    message = f"{asked} answered {answer.status}{f' {code}' if code else ''}{f': {detail}' if detail else '.'}"
    error = PayersimError(message, status=answer.status, body=body, detail=detail, code=code)
    if error.problem not in ("token-needed", "not-local"):
        return error
    message += " Set PAYERSIM_ADMIN_TOKEN to the admin token that it was started with."
    return PayersimError(message, status=answer.status, body=body, detail=detail)


def _no_answer(asked: str, error: Exception) -> PayersimError:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        message = f"{asked} was not answered in time, and was given up. It may have been performed."
        return PayersimError(message, failure="unanswered")
    message = f"{asked}: the connection broke off before the answer came, so the answer is lost. It may have been performed."
    return PayersimError(message, failure="lost")


def _is_closed(sock: Optional[socket.socket]) -> bool:
    """Whether the other end has closed a connection on which nothing is under way."""
    if sock is None or isinstance(sock, ssl.SSLSocket):
        return False
    sock.setblocking(False)
    try:
        return sock.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def segment(text: str) -> str:
    """A text as one segment of a path."""
    return quote(text, safe="")
