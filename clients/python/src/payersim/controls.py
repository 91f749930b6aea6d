"""The clock of a world, what goes wrong in it, what is held, and its snapshots."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Sequence, Set, Union

from ._wire import segment
from .errors import PayersimError
from .models import ClockReading

if TYPE_CHECKING:
    from .world import World

Plan = Mapping[str, Any]
"""A fault: ``{"point": "callback", "do": "dropped"}``, with ``match``, ``when`` and ``args``: docs/control.md, *Faults*."""


def duration_of(length: Union[str, timedelta]) -> str:
    """An ISO 8601 duration, such as ``PT300S``; a text is taken as it is."""
    if not isinstance(length, timedelta):
        return length
    # No thousandth is lost, and no exponent written.
    seconds, thousandths = divmod(length // timedelta(milliseconds=1), 1000)
    return f"PT{seconds}.{thousandths:03d}S" if thousandths else f"PT{seconds}S"


class Clock:
    """The clock of a world."""

    def __init__(self, world: World) -> None:
        self._wire = world._wire

    def read(self) -> ClockReading:
        return ClockReading.of(self._wire.json("GET", "/_sim/clock"))

    def freeze(self, at: Union[str, datetime, None] = None) -> ClockReading:
        """Stops the clock.

        :param at: an ISO 8601 text, or a ``datetime`` with its zone; the present by default
        """
        time = at.isoformat() if isinstance(at, datetime) else at
        return ClockReading.of(self._wire.json("POST", "/_sim/clock/freeze", {} if time is None else {"at": time}))

    def advance(self, by: Union[str, timedelta]) -> ClockReading:
        """Moves the clock, and returns when all that fell due has been attempted, and what that caused.

        :param by: an ISO 8601 duration such as ``PT5M``, or a ``timedelta``
        """
        return ClockReading.of(self._wire.json("POST", "/_sim/clock/advance", {"by": duration_of(by)}))

    def run(self) -> ClockReading:
        """Lets the clock go."""
        return ClockReading.of(self._wire.json("POST", "/_sim/clock/run", {}))


class Faults:
    """Failures on command.

    >>> world.faults.set({"point": "operation", "do": "lost-answer", "match": {"operation": "momo.createRequestToPay"}})
    """

    def __init__(self, world: World) -> None:
        self._wire = world._wire

    def set(self, *plans: Plan) -> None:
        """Puts these in the place of all others; their counts start at 0.

        :raises PayersimError: an unknown word: it names the nearest known one
        """
        self._wire.json("PUT", "/_sim/faults", list(plans))

    def clear(self) -> None:
        self._wire.json("DELETE", "/_sim/faults")

    def list(self) -> Sequence[Mapping[str, Any]]:
        """The plans, how often each matched (``met``), and how often it struck (``injected``)."""
        found: Sequence[Mapping[str, Any]] = self._wire.json("GET", "/_sim/faults")
        return found


class Holds:
    """Calls that are held on their way until they are let go.

    >>> hold = world.holds.add("callback", first=1)
    >>> held = hold.next()
    >>> held.change(body='{"status":"FAILED"}')
    """

    def __init__(self, world: World) -> None:
        self._wire = world._wire

    def add(self, point: str, *, match: Optional[Mapping[str, str]] = None, first: Optional[int] = None) -> Hold:
        """From now on holds the calls at a point: ``request``, ``answer``, ``callback`` or ``hop``.

        :param match: what goes with the point: ``operation``, ``phone``, ``host``, ``merchant``; all by default
        :param first: so many and no more
        """
        wanted = {"point": point, "match": match, "first": first}
        made = self._wire.json("POST", "/_sim/holds", {word: value for word, value in wanted.items() if value is not None})
        return Hold(self, made["id"])

    def clear(self) -> None:
        """Holds nothing more; what is held by now waits on."""
        self._wire.json("DELETE", "/_sim/holds")


class Hold:
    """One hold."""

    def __init__(self, holds: Holds, id: str) -> None:
        self.id = id
        self._wire = holds._wire
        self._seen: Set[str] = set()
        self._last: Optional[str] = None

    def next(self, timeout: float = 10.0) -> HeldCall:
        """The next call that it holds.

        :param timeout: real seconds
        :raises PayersimError: none came
        """
        query = {"hold": self.id, "after": self._last, "waitMs": round(timeout * 1000)}
        for call in self._wire.json("GET", "/_sim/holds", query=query)["calls"]:
            if call["hold"] == self.id and call["id"] not in self._seen:
                self._seen.add(call["id"])
                self._last = call["id"]
                return HeldCall(self, call)
        raise PayersimError(f"No call was held by {self.id} within {timeout:g} s.")

    def end(self) -> None:
        """Holds nothing more by it; what is held by now waits on. One that has ended is no error."""
        try:
            self._wire.json("DELETE", f"/_sim/holds/{self.id}")
        except PayersimError as error:
            if error.problem != "unknown-hold":
                raise


class HeldCall:
    """A call that waits on its way."""

    def __init__(self, hold: Hold, call: Mapping[str, Any]) -> None:
        self.call = call
        """What it says: ``method``, ``url``, ``status``, ``headers``, ``body``; secrets are masked."""
        self._wire = hold._wire
        self._path = f"/_sim/holds/calls/{segment(call['id'])}/release"

    def release(self) -> None:
        """Lets it go on as it is."""
        self._wire.json("POST", self._path, {})

    def change(
        self,
        *,
        status: Optional[int] = None,
        headers: Optional[Mapping[str, Optional[str]]] = None,
        body: Optional[str] = None,
    ) -> None:
        """Lets it go on changed.

        :param status: of an answer
        :param headers: by name; ``None`` takes one away
        """
        wanted = {"status": status, "headers": headers, "body": body}
        change = {word: value for word, value in wanted.items() if value is not None}
        self._wire.json("POST", self._path, {"change": change})

    def drop(self) -> None:
        """It gets no further: its sender gets no answer."""
        self._wire.json("POST", self._path, {"drop": True})


class Snapshots:
    """Snapshots of a whole world by name: money, sessions, inboxes, faults and the time."""

    def __init__(self, world: World) -> None:
        self._world = world

    def take(self, name: str) -> None:
        """Saves the world, once all that is due has arrived; replaces one of the same name."""
        self._world._wire.json("POST", "/_sim/snapshots", {"name": name})

    def restore(self, name: str) -> ClockReading:
        """Restores that world and its time. Phones forget the screens since then.

        :raises PayersimError: there is no such snapshot
        """
        clock = self._world._wire.json("POST", f"/_sim/snapshots/{segment(name)}/restore", {})
        self._world._became_another()
        return ClockReading.of(clock)

    def list(self) -> List[str]:
        """Their names."""
        return [one["name"] for one in self._world._wire.json("GET", "/_sim/snapshots")]

    def delete(self, name: str) -> None:
        self._world._wire.json("DELETE", f"/_sim/snapshots/{segment(name)}")
