"""One world: its phones, its money, its clock, and what happened in it."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Set, Type, Union

from ._wire import Wire, segment
from .controls import Clock, Faults, Holds, Snapshots
from .errors import PayersimError
from .mailbox import Mailbox
from .merchant import Merchant
from .models import ApiCall, Event, MomoAccount, Payment
from .phone import Phone, canonical
from .story import story_of

if TYPE_CHECKING:
    from .server import Server


class World:
    """One world of a server: phones, money, a clock, faults and a timeline that no other world sees.

    >>> with server.open_world(clock="frozen") as world:
    ...     ama = world.phone("+46733000001")
    """

    name: Optional[str]
    """``None`` for the server's own world."""
    url: str
    """The base URL of the vendors' APIs in this world, for the program under test."""

    def __init__(self, server: Server, wire: Wire, name: Optional[str]) -> None:
        self.server = server
        self.name = name
        self.url = wire.url
        self._wire = wire
        self._generation = 0
        self._view: Optional[Mapping[str, Any]] = None
        self._phones: Dict[str, Phone] = {}
        self._mailboxes: Dict[str, Mailbox] = {}
        self._merchant_keys: Set[str] = set()
        self.clock = Clock(self)
        self.faults = Faults(self)
        self.holds = Holds(self)
        self.snapshots = Snapshots(self)

    def __repr__(self) -> str:
        return f"<World {self.url}>"

    def __enter__(self) -> World:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def phone(self, msisdn: str) -> Phone:
        """The phone with this number; the same object each time.

        :param msisdn: in international form, such as ``+46733000001``
        """
        return self._phones.setdefault(canonical(msisdn), Phone(self, canonical(msisdn)))

    @property
    def phones(self) -> List[Phone]:
        """The phones that were asked for so far."""
        return list(self._phones.values())

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of this address, where OnePipe's one-time codes may arrive; the same object each time."""
        key = address.strip().lower()
        return self._mailboxes.setdefault(key, Mailbox(self, key))

    def merchant(
        self,
        name: Optional[str] = None,
        *,
        environment: str = "sandbox",
        currency: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Merchant:
        """A new merchant; nothing is sent before its first request.

        :param name: an API user of the world, by its name or its callback host; a new API user of MTN's sandbox by default
        :param currency: ISO 4217, for requests that name none; that of its account by default
        :param timeout: real seconds after which it gives an answer up; 75 by default
        """
        return Merchant(self, name, environment=environment, currency=currency, timeout=timeout)

    def momo_account(self, name: Optional[str] = None, environment: str = "sandbox") -> MomoAccount:
        """What the program under test needs to call MTN MoMo here: base URL, keys, API user.

        :param name: the API user by its name or its callback host; the first one of the environment by default
        :raises PayersimError: the world has no such API user: it lists them
        """
        momo = self.describe()["momo"]
        here = [one for one in momo["apiUsers"] if one["targetEnvironment"] == environment]
        for user in here:
            if name is None or name in (user.get("name"), user["providerCallbackHost"]):
                keys = momo["subscriptionKeys"]
                return MomoAccount(
                    base_url=self.url,
                    environment=environment,
                    user_id=user["id"],
                    api_key=user["apiKey"],
                    collection_key=keys["collection"],
                    disbursement_key=keys["disbursement"],
                    remittance_key=keys["remittance"],
                    callback_host=user["providerCallbackHost"],
                    name=user.get("name"),
                )
        wanted = "" if name is None else f' "{name}"'
        known = ", ".join(f"{one.get('name') or one['id']} ({one['targetEnvironment']})" for one in momo["apiUsers"])
        raise PayersimError(f"The world has no API user{wanted} in environment {environment}. It has: {known or 'none'}.")

    def settle(self) -> None:
        """Returns when all that is due now has been attempted, and what that caused: prompts, callbacks, SMS.

        The clock is not moved.
        """
        self._wire.json("POST", "/_sim/settle", {})

    def reset(self) -> None:
        """Starts the world again from its file. Phones and merchants forget their state."""
        self._wire.json("POST", "/_sim/reset", {})
        self._became_another()

    def describe(self) -> Mapping[str, Any]:
        """What ``GET /_sim/world`` tells: phones with PINs, keys, API users. It is read once: see :meth:`describe_anew`."""
        if self._view is None:
            self._view = self._wire.json("GET", "/_sim/world")
        assert self._view is not None
        return self._view

    def describe_anew(self) -> Mapping[str, Any]:
        """The same, as it is now: balances move, and numbers that payments name are added."""
        self._view = None
        return self.describe()

    def balances(self, msisdn: Union[Phone, str]) -> Mapping[str, str]:
        """What a person has, by currency, each a decimal text.

        >>> world.balances(ama)["EUR"]
        '487.50'
        """
        number = msisdn.msisdn if isinstance(msisdn, Phone) else canonical(msisdn)
        phones = self.describe_anew()["phones"]
        found = next((one for one in phones if one["msisdn"] == number), None)
        if found is None:
            raise PayersimError(f"The world has no {number}. Name a phone that it lists.")
        return {one["currency"]: one["amount"] for one in found["balances"]}

    def payments(self, *, state: Optional[str] = None, limit: int = 100) -> List[Payment]:
        """All that anybody asked for, newest first: requests to pay, mandates, payouts and balance requests.

        >>> world.payments()[0].standing
        'The phone has rung; nobody has answered.'

        :param state: ``pending``, ``successful``, ``failed`` or ``ended``; all by default
        """
        view = self._wire.json("GET", "/_sim/payments", query={"state": state, "limit": limit})
        return [Payment.of(one) for one in view["payments"]]

    def calls(
        self, operation: Optional[str] = None, *, reference: Optional[str] = None, by: Optional[str] = None
    ) -> List[ApiCall]:
        """What the vendors' APIs were asked, oldest first: :func:`~payersim.assert_calls` checks it.

        :param operation: such as ``momo.getRequestToPay``, or ``momo`` for all of an API
        :param by: ``program`` (the one under test), ``payersim`` or ``page``; all of them by default
        """
        query = {"operation": operation, "reference": reference, "by": by}
        return [ApiCall.of(one) for one in self._wire.json("GET", "/_sim/calls", query=query)["calls"]]

    def callbacks(self) -> Sequence[Mapping[str, Any]]:
        """The log of callbacks to merchants and apps, and what they answered: docs/control.md, ``GET /_sim/callbacks``."""
        found: Sequence[Mapping[str, Any]] = self._wire.json("GET", "/_sim/callbacks")
        return found

    def timeline(
        self, *, kind: Optional[str] = None, phone: Union[Phone, str, None] = None, trace: Optional[str] = None
    ) -> List[Event]:
        """What happened, with the ledger and every HTTP request, oldest first.

        :param kind: such as ``ussd.hop``, or ``ussd`` for all of them
        :param trace: that of a payment: from the merchant's request to the callback
        """
        number = phone.msisdn if isinstance(phone, Phone) else phone
        query: Dict[str, Union[str, int, None]] = {"kind": kind, "phone": number, "trace": trace}
        events: List[Event] = []
        while True:
            view = self._wire.json("GET", "/_sim/timeline/all", query=query)
            events += [Event.of(one) for one in view["entries"]]
            if not view["more"]:
                return events
            query["after"] = view["after"]

    def story(self, of: Union[Payment, str]) -> str:
        """What happened to one payment, a line each.

        :param of: the payment, or its trace
        """
        trace = of.trace if isinstance(of, Payment) else of
        return story_of(self.timeline(trace=trace)) if trace else ""

    def audit(self) -> Mapping[str, Any]:
        """Adds up the whole ledger again: ``ok``, ``accounts``, ``transfers``, ``problems``."""
        found: Mapping[str, Any] = self._wire.json("GET", "/_sim/ledger/audit")
        return found

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Asks a control route that has no method here, and returns its JSON.

        >>> world.control("GET", "/_sim/clock/next")

        :raises PayersimError: with the problem's ``type``, ``title`` and ``detail``
        """
        return self._wire.json(method, path, body)

    def close(self) -> None:
        """Ends a world by name; of the server's own, only what this client keeps. Twice is no error."""
        for key in self._merchant_keys:
            self.server._sink().forget(key)
        self._merchant_keys.clear()
        if self.name is None:
            return
        try:
            self.server._wire.json("DELETE", f"/_sim/worlds/{segment(self.name)}")
        except PayersimError as error:
            if error.problem not in ("unknown-world", "world-ended"):
                raise

    def _became_another(self) -> None:
        self._generation += 1
        self._view = None


