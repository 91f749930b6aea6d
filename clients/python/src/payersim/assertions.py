"""Assertions that read a phone as a person does, and show its screen when they fail.

They look at the last screen that the test has seen: :meth:`~payersim.Phone.look` sees anew. A screen that no phone of its
network would show whole fails too, unless the test allows it.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Container, List, Mapping, Optional, Pattern, Sequence, Union

from .controls import duration_of
from .models import Message, Screen
from .phone import Phone

if TYPE_CHECKING:
    from .world import World

Wanted = Union[str, Pattern[str]]
"""A part of a text, ignoring case and line breaks, or a pattern."""


def assert_screen(
    phone: Phone,
    contains: Optional[Wanted] = None,
    *,
    exactly: Optional[str] = None,
    offers: Optional[str] = None,
    allow: Container[str] = (),
) -> None:
    """The phone shows an open screen that reads so.

    >>> assert_screen(ama, contains="Pay 12.50 EUR", offers="Approve")

    :param exactly: the whole screen, but line breaks at its end
    :param offers: a part of the label of one of its options
    :param allow: warnings to accept: ``too-long``, ``not-gsm``
    """
    __tracebackhide__ = True
    _check(phone, "open", "show an open screen", contains, exactly, offers, allow)


def assert_ended(
    phone: Phone, contains: Optional[Wanted] = None, *, exactly: Optional[str] = None, allow: Container[str] = ()
) -> None:
    """The app has ended the session, with a last screen that reads so."""
    __tracebackhide__ = True
    _check(phone, "ended", "have its session ended by the app with a screen", contains, exactly, None, allow)


def assert_fits(phone: Phone) -> None:
    """The last screen is short enough for its network, and in the letters that phones show."""
    __tracebackhide__ = True
    wrong = _unfit(phone.screen, ())
    if phone.screen is None or wrong:
        raise AssertionError(_told(phone, "have a screen that fits the phones of its network", wrong))


def assert_sms(phone: Phone, contains: Optional[Wanted] = None, *, sender: Optional[str] = None) -> Message:
    """An SMS that reads so has arrived; this does not wait for one: :meth:`~payersim.Phone.next_sms` does.

    :param sender: a short code or a name, as the phone shows it
    :returns: the oldest one
    """
    __tracebackhide__ = True
    if contains is None and sender is None:
        raise TypeError("assert_sms takes contains, sender or both.")
    came = phone.messages()
    for message in came:
        if (sender is None or message.sender == sender) and (contains is None or _fits(message.text, contains)):
            return message
    who = "" if sender is None else f" from {sender}"
    says = "" if contains is None else f" that {_described(contains)}"
    seen = [line for one in came for line in (f"SMS from {one.sender}:", *_quoted(one.text))]
    lines = [f"Expected {phone.msisdn} to have received an SMS{who}{says}.", *(seen or ["No SMS has come."])]
    raise AssertionError("\n".join(lines))


def assert_calls(
    world: World,
    operation: Optional[str] = None,
    *,
    count: Union[int, Mapping[str, int], None] = None,
    never: bool = False,
    status: Union[int, str, None] = None,
    reference: Optional[str] = None,
    unique: Optional[str] = None,
    after: Union[str, Mapping[str, Any], None] = None,
    within: Union[str, timedelta, None] = None,
    order: Optional[Sequence[Union[str, Mapping[str, Any]]]] = None,
    by: Optional[str] = None,
    timeout: float = 1.0,
) -> None:
    """The program under test called an API as it should. The words are those of docs/control.md, *Calls of your program*.

    >>> assert_calls(world, "momo.getRequestToPay", count={"max": 5})
    >>> assert_calls(world, "momo.createRequestToPay", never=True, after={"operation": "momo.createRequestToPay", "status": 500})

    :param operation: one, or ``momo`` for all of an API; or ``order`` instead of it
    :param count: so many, or ``{"min": 1, "max": 5}``; at least one by default
    :param status: only those that were answered so; ``"none"``: no answer came
    :param within: with ``after``: an ISO 8601 duration or a ``timedelta``, on the simulator's clock
    :param timeout: real seconds to wait for calls that are missing
    :raises PayersimError: there is no such operation
    """
    __tracebackhide__ = True
    expected = {
        "operation": operation,
        "count": count,
        "never": never or None,
        "status": status,
        "reference": reference,
        "unique": unique,
        "after": after,
        "within": duration_of(within) if within is not None else None,
        "order": order,
        "by": by,
    }
    body = {word: value for word, value in expected.items() if value is not None}
    found = world.control("POST", f"/_sim/calls/check?waitMs={round(timeout * 1000)}", body)
    if not found["holds"]:
        seen = [line for one in found["seen"] for line in _quoted(one)]
        raise AssertionError("\n".join([f"Expected {found['expected']}.", "What came:", *seen]))


def drawn(screen: Optional[Screen]) -> List[str]:
    """The lines of a screen, for who reads a failure."""
    if screen is None:
        return ["It has no screen yet. Call dial(), wait_prompt() or look() first."]
    state = "An open screen:" if screen.status == "open" else f"The session {screen.status}:"
    answer = None if screen.answer is None else f"The app answered {screen.answer}"
    return [state, *_quoted(screen.text), *filter(None, (screen.error, answer, screen.diagnosis))]


def _check(
    phone: Phone,
    status: str,
    what: str,
    contains: Optional[Wanted],
    exactly: Optional[str],
    offers: Optional[str],
    allow: Container[str],
) -> None:
    __tracebackhide__ = True
    if contains == "" or exactly == "" or offers == "":
        raise TypeError("Every screen contains an empty text: name what it is to say.")
    screen = phone.screen
    expected = [what]
    fits = screen is not None and screen.status == status
    if contains is not None:
        expected.append(f"that {_described(contains)}")
        fits = fits and screen is not None and _fits(screen.text, contains)
    if exactly is not None:
        expected.append(f"that reads exactly {json.dumps(exactly, ensure_ascii=False)}")
        fits = fits and screen is not None and screen.text.rstrip("\r\n") == exactly.rstrip("\r\n")
    if offers is not None:
        expected.append(f"with an option that contains {json.dumps(offers, ensure_ascii=False)}")
        fits = fits and screen is not None and any(_fits(one.label, offers) for one in screen.options)
    if not fits:
        raise AssertionError(_told(phone, " ".join(expected), []))
    wrong = _unfit(screen, allow)
    if wrong:
        wrong.append('Where it may be so, say allow=["too-long"] with its code.')
        raise AssertionError(_told(phone, "have a screen that fits the phones of its network", wrong))


def _told(phone: Phone, expected: str, wrong: List[str]) -> str:
    return "\n".join([f"Expected {phone.msisdn} to {expected}.", *wrong, *drawn(phone.screen)])


def _unfit(screen: Optional[Screen], allow: Container[str]) -> List[str]:
    found = screen.warnings if screen else ()
    return [f"{one.code}: {one.message}" for one in found if one.code in ("too-long", "not-gsm") and one.code not in allow]


def _fits(seen: str, wanted: Wanted) -> bool:
    if isinstance(wanted, str):
        return _flat(wanted) in _flat(seen)
    return wanted.search(seen) is not None


def _described(wanted: Wanted) -> str:
    if isinstance(wanted, str):
        return f"contains {json.dumps(wanted, ensure_ascii=False)}"
    return f"matches /{wanted.pattern}/"


def _flat(text: str) -> str:
    return " ".join(text.split()).lower()


def _quoted(text: str) -> List[str]:
    # No control character of an app may reach the terminal.
    lines = text.splitlines() or [""]
    return [f"  | {''.join(' ' if unicodedata.category(one) == 'Cc' else one for one in line)}".rstrip() for line in lines]
