"""What a simulator tells, as values that do not change.

Fields that a newer simulator adds are left out here, and are in the answers of ``World.control``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Tuple


def time_of(text: str) -> datetime:
    """An ISO 8601 time of the simulator, which ends with ``Z``, as a time in UTC."""
    # Python 3.9 and 3.10 read no Z.
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


@dataclass(frozen=True)
class Option:
    """One option of a menu."""

    key: str
    label: str


@dataclass(frozen=True)
class ScreenWarning:
    """What would hurt on a real network, such as ``too-long``."""

    code: str
    message: str


@dataclass(frozen=True)
class Screen:
    """What a phone shows."""

    status: str
    """``open``, ``ended``, ``cancelled``, ``timed-out`` or ``failed``."""
    text: str
    options: Tuple[Option, ...]
    """Of the menu; none where the screen is not open."""
    session_id: Optional[str]
    hops: int
    """How often the app was asked in this session."""
    error: Optional[str]
    """Why the session failed."""
    answer: Optional[str]
    """Of an app whose answer was refused: its first characters, made visible."""
    diagnosis: Optional[str]
    """Of a failed session: what probably happened, and what to do."""
    warnings: Tuple[ScreenWarning, ...]

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Screen:
        return cls(
            status=view["status"],
            text=view["text"],
            options=tuple(Option(one["key"], one["label"]) for one in view["options"]),
            session_id=view["sessionId"],
            hops=view["hops"],
            error=view["error"],
            answer=view.get("answer"),
            diagnosis=view.get("diagnosis"),
            warnings=tuple(ScreenWarning(one["code"], one["message"]) for one in view["warnings"]),
        )


@dataclass(frozen=True)
class Message:
    """An SMS on a phone, or an e-mail in a mailbox."""

    id: int
    """Grows in the order of arrival."""
    sender: str
    """A short code, a name, or an address."""
    text: str
    code: Optional[str]
    """The 4 to 8 digits next to a word such as code or OTP."""
    received_at: datetime
    subject: Optional[str] = None
    """Of an e-mail."""

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Message:
        return cls(
            id=view["id"],
            sender=view["from"],
            text=view["text"],
            code=view["code"],
            received_at=time_of(view["receivedAt"]),
            subject=view.get("subject"),
        )


@dataclass(frozen=True)
class ClockReading:
    """The simulator's clock."""

    mode: str
    """``running`` or ``frozen``."""
    now: datetime

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> ClockReading:
        return cls(mode=view["mode"], now=time_of(view["now"]))


@dataclass(frozen=True)
class Event:
    """An entry of the timeline."""

    id: str
    kind: str
    """Such as ``ussd.hop``; docs/events.md has all."""
    phone: Optional[str]
    at: datetime
    data: Mapping[str, Any]
    """Secrets are hidden."""
    trace: Optional[str]
    """What one cause brought about has the same."""

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Event:
        return cls(
            id=str(view["id"]),
            kind=view["kind"],
            phone=view["phone"],
            at=time_of(view["at"]),
            data=view["data"],
            trace=view["trace"],
        )


@dataclass(frozen=True)
class Payment:
    """What somebody asked for: a request to pay, a mandate, a payout, a balance."""

    id: str
    kind: str
    """Such as ``request-to-pay``."""
    reference: str
    """The id by which who asked calls it."""
    merchant: str
    phone: Optional[str]
    amount: Optional[str]
    """A decimal string."""
    currency: Optional[str]
    state: str
    """``pending``, ``successful``, ``failed`` or ``ended`` (a mandate that was in force)."""
    standing: str
    """Where it stands, in a sentence."""
    why: Optional[str]
    """Why it failed."""
    trace: Optional[str]

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Payment:
        return cls(
            id=view["id"],
            kind=view["kind"],
            reference=view["reference"],
            merchant=view["merchant"]["name"],
            phone=view["phone"],
            amount=view["amount"],
            currency=view["currency"],
            state=view["state"],
            standing=view["standing"],
            why=view.get("why"),
            trace=view["trace"],
        )


@dataclass(frozen=True)
class ApiCall:
    """One request to an operation of a vendor's API."""

    operation: str
    """Such as ``momo.createRequestToPay``."""
    method: str
    path: str
    status: Optional[int]
    """``None`` where no answer came."""
    reference: Optional[str]
    """The caller's own id of what it is about, such as an X-Reference-Id."""
    by: str
    """``program`` (the one under test), ``payersim`` (this client, scripts) or ``page``."""
    at: datetime
    """When it began."""
    trace: Optional[str]

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> ApiCall:
        return cls(
            operation=view["operation"],
            method=view["method"],
            path=view["path"],
            status=view["status"],
            reference=view["reference"],
            by=view["by"],
            at=time_of(view["at"]),
            trace=view["trace"],
        )


@dataclass(frozen=True)
class Callback:
    """A callback as a merchant of the test got it."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Any
    """What the JSON holds, or the text if it is no JSON."""

    @property
    def reference_id(self) -> str:
        """The reference id of the order that it is about."""
        return self.path.split("?")[0].rsplit("/", 1)[-1]


@dataclass(frozen=True)
class MomoAccount:
    """What an integration needs to call MTN MoMo in a world."""

    base_url: str
    """In the place of ``https://sandbox.momodeveloper.mtn.com``."""
    environment: str
    """The ``X-Target-Environment``."""
    user_id: str
    api_key: str
    """The secret of the API user."""
    collection_key: str
    """The subscription key of a product, here and below."""
    disbursement_key: str
    remittance_key: str
    callback_host: str
    """The host to which callbacks may go."""
    name: Optional[str]
    """The merchant as payers see it; ``None`` where they see the callback host."""
