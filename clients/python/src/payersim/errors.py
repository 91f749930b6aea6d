"""What goes wrong between a test and a simulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional

if TYPE_CHECKING:
    from .merchant import Order


class PayersimError(Exception):
    """A simulator, or a vendor's API in it, refused a request, or what was waited for did not come.

    The message says what happened, with which value, and what to do next. It holds no header, key, token or PIN.
    """

    status: Optional[int]
    """The HTTP status of the answer; ``None`` where there was no answer."""
    type: Optional[str]
    """The ``type`` of problem details (RFC 9457), such as ``/docs/problems#no-such-option``; see docs/problems.md."""
    title: Optional[str]
    """The ``title`` of problem details."""
    detail: Optional[str]
    """The reason: ``detail`` of problem details, or a vendor's message."""
    code: Optional[str]
    """The vendor's error code, such as ``INVALID_CURRENCY``."""
    failure: Optional[str]
    """Why no answer came: ``lost`` (the connection broke off after the request had left) or ``unanswered`` (it took too
    long). In both cases the request may have been performed."""
    body: Mapping[str, Any]
    """The whole answer, where it is a JSON object: other fields of a problem, such as ``options``, are in it."""
    sent: Optional[Order]
    """The order that was sent, whatever became of it: it may be sent :meth:`~payersim.Order.again`."""

    def __init__(
        self,
        message: str,
        *,
        status: Optional[int] = None,
        body: Optional[Mapping[str, Any]] = None,
        detail: Optional[str] = None,
        code: Optional[str] = None,
        failure: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = body or {}
        self.type = _text(self.body, "type")
        self.title = _text(self.body, "title")
        self.detail = detail
        self.code = code
        self.failure = failure
        self.sent = None

    @property
    def problem(self) -> Optional[str]:
        """The name in :attr:`type`, such as ``no-such-option``; ``None`` for a vendor's error."""
        if self.type is None or "#" not in self.type:
            return None
        return self.type.rsplit("#", 1)[1]


class NoServerError(PayersimError):
    """No simulator answers, and none could be started."""


def _text(body: Mapping[str, Any], field: str) -> Optional[str]:
    value = body.get(field)
    return value if isinstance(value, str) else None
