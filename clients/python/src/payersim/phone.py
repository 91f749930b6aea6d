"""One person's phone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, List, Mapping, Optional, Pattern, Union

from .errors import PayersimError
from .models import Message, Option, Screen

if TYPE_CHECKING:
    from .merchant import Order
    from .world import World


class Phone:
    """One person's phone.

    >>> ama = world.phone("+46733000001")
    >>> ama.wait_prompt()
    >>> ama.choose("Approve")
    >>> ama.reply(ama.pin)
    """

    def __init__(self, world: World, msisdn: str) -> None:
        self.msisdn = msisdn
        """``+`` and digits."""
        self._world = world
        self._path = f"/_sim/phones/{msisdn}"
        self._generation = world._generation
        self._screen: Optional[Screen] = None
        self._pin: Optional[str] = None
        self._dialled: Optional[str] = None
        self._last_message = 0
        self._online = True

    def __repr__(self) -> str:
        return f"<Phone {self.msisdn}>"

    @property
    def screen(self) -> Optional[Screen]:
        """The last screen seen; ``None`` before the first one."""
        self._forget_old_world()
        return self._screen

    @property
    def pin(self) -> str:
        """The PIN that this person knows.

        :raises PayersimError: the world has none for this phone
        """
        self._forget_old_world()
        if self._pin is not None:
            return self._pin
        # A number that a payment names gets a phone and a PIN when it does: what was read before may lack it.
        for view in (self._world.describe, self._world.describe_anew):
            for one in view()["phones"]:
                if one["msisdn"] == self.msisdn and one["pin"] is not None:
                    pin: str = one["pin"]
                    self._pin = pin
                    return pin
        raise PayersimError(f"The world has no PIN for {self.msisdn}. Name a phone that it lists.")

    def dial(self, code: str) -> Screen:
        """Dials a code such as ``*165#``; hangs up an open session first."""
        screen = self._act("dial", {"code": code})
        self._dialled = screen.session_id
        return screen

    def reply(self, text: str) -> Screen:
        """Types an answer to the open screen and sends it.

        :raises PayersimError: no screen is open
        """
        return self._act("reply", {"text": text})

    def choose(self, label: Union[str, Pattern[str]]) -> Screen:
        """Chooses the one option of the open screen whose label contains the text, in any case, or matches the pattern.

        A text is looked for by the simulator, in the screen that it then answers: a push that comes in between is never
        answered by mistake. For a pattern the screen is read first.

        :raises PayersimError: no screen is open, or none or several options match: it lists them
        """
        if isinstance(label, str):
            return self._act("choose", {"label": label})
        screen = self.look()
        options = screen.options if screen else ()
        found = [one for one in options if label.search(one.label)]
        if len(found) == 1:
            return self.reply(found[0].key)
        listed = " · ".join(f"{one.key} {one.label}" for one in (found or options)) or "none"
        many = "Several options match" if found else "No option matches"
        raise PayersimError(f"{many} /{label.pattern}/ on {self.msisdn}. {'They are' if found else 'There are'}: {listed}.")

    def hang_up(self) -> Screen:
        """Ends the open session from the phone's side."""
        return self._act("cancel", {})

    def look(self, timeout: Optional[float] = None) -> Optional[Screen]:
        """What the phone shows now, which :attr:`screen` is from then on.

        :param timeout: real seconds to wait for an open screen; at once by default
        """
        self._forget_old_world()
        view = self._world._wire.json("GET", self._path, query={"waitMs": _milliseconds(timeout)})
        self._online = view["online"]
        shown = Screen.of(view["screen"]) if view["screen"] else None
        # A simulator may no longer show a session that is over; the person still remembers how it ended.
        if shown is not None or (self._screen is not None and self._screen.status == "open"):
            self._screen = shown
        return self._screen

    def wait_prompt(self, timeout: float = 10.0) -> Screen:
        """Waits until a push has put a screen onto the phone.

        :param timeout: real seconds
        :raises PayersimError: none came, or the phone is in a session that it dialled itself
        """
        screen = self.look(timeout)
        if screen is None or screen.status != "open":
            if not self._online:
                raise PayersimError(f"No push came to {self.msisdn}: it is offline. Call go_online() before the request.")
            raise PayersimError(f"No push came to {self.msisdn} within {timeout:g} s.")
        if screen.session_id is not None and screen.session_id == self._dialled:
            raise PayersimError(
                f"{self.msisdn} is in a session that it dialled itself, so a push finds it busy. Call hang_up() first."
            )
        return screen

    def option(self, label: str) -> Option:
        """The first option of the last screen whose label contains the text, in any case.

        :raises PayersimError: there is none
        """
        options = self.screen.options if self.screen else ()
        for one in options:
            if label.lower() in one.label.lower():
                return one
        listed = " · ".join(f"{one.key} {one.label}" for one in options) or "none"
        raise PayersimError(f'No option of {self.msisdn} contains "{label}". There are: {listed}.')

    def messages(
        self, *, after: Union[Message, int, None] = None, contains: Optional[str] = None, timeout: Optional[float] = None
    ) -> List[Message]:
        """SMS received, oldest first.

        :param after: only those that are newer than this one
        :param timeout: real seconds to wait for the first one; at once by default
        """
        self._forget_old_world()
        query = {
            "after": after.id if isinstance(after, Message) else after,
            "contains": contains,
            "waitMs": _milliseconds(timeout),
        }
        return [Message.of(one) for one in self._world._wire.json("GET", f"{self._path}/messages", query=query)]

    def next_sms(self, contains: Optional[str] = None, *, timeout: float = 10.0) -> Message:
        """The next SMS, newer than each that this returned before, so that no one-time code is read twice.

        :param timeout: real seconds
        :raises PayersimError: none came: it lists those that did
        """
        self._forget_old_world()
        mark = self._last_message
        for message in self.messages(after=mark, contains=contains, timeout=timeout):
            self._last_message = max(mark, message.id)
            return message
        wanted = "" if contains is None else f' that contains "{contains}"'
        came = ", ".join(json.dumps(one.text) for one in self.messages(after=mark))
        others = f" These came: {came}." if came else ""
        raise PayersimError(f"No SMS{wanted} came to {self.msisdn} within {timeout:g} s.{others}")

    def skip_sms(self) -> None:
        """Skips all SMS received so far: the next one is newer."""
        self._forget_old_world()
        for message in self.messages(after=self._last_message):
            self._last_message = message.id

    def send_sms(self, to: str, text: str) -> None:
        """Sends an SMS to a short code; a sender id takes ``STOP`` and ``START`` only."""
        self._world._wire.json("POST", f"{self._path}/messages", {"to": to, "text": text})

    def go_offline(self) -> None:
        """Switches the phone off: SMS are held, and no push reaches it."""
        self._world._wire.json("PATCH", self._path, {"online": False})

    def go_online(self) -> None:
        """Switches the phone on."""
        self._world._wire.json("PATCH", self._path, {"online": True})

    def set_network(self, code: Optional[str]) -> None:
        """Moves the phone to the network with this five-digit code; ``None`` is the network of the world."""
        self._world._wire.json("PATCH", self._path, {"network": code})

    def hold_prompt(self) -> None:
        """Holds the next prompt for this phone, for an hour of business time, until :meth:`release_prompt`."""
        self._world._wire.json("POST", f"{self._path}/prompt/hold", {})

    def release_prompt(self, order: Order) -> None:
        """Releases the held prompt for an order.

        :raises PayersimError: it was not held
        """
        self._world._wire.json("POST", f"{self._path}/prompt/release", {"referenceId": order.id})

    def _act(self, verb: str, body: Mapping[str, str]) -> Screen:
        self._forget_old_world()
        try:
            screen = Screen.of(self._world._wire.json("POST", f"{self._path}/{verb}", body))
        except PayersimError as error:
            # A refused choice says what is on the screen; the phone then knows it too.
            if "options" in error.body:
                self.look()
            raise
        self._screen = screen
        return screen

    def _forget_old_world(self) -> None:
        if self._generation == self._world._generation:
            return
        self._generation = self._world._generation
        self._screen = None
        self._pin = None
        self._dialled = None
        self._last_message = 0


def canonical(msisdn: str) -> str:
    """``+`` and digits; what no phone can have, the simulator refuses."""
    digits = msisdn.strip().lstrip("+")
    if not digits.isdigit():
        raise PayersimError(f'"{msisdn}" is no phone number. Write it in international form, such as +46733000001.')
    return f"+{digits}"


def _milliseconds(seconds: Optional[float]) -> Optional[int]:
    return None if seconds is None else round(seconds * 1000)
