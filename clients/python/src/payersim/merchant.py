"""A merchant that calls MTN's own routes, as an integration would."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Tuple, Union

from ._sink import Inbox
from ._wire import Answer, read, refusal
from .errors import PayersimError
from .models import Callback, MomoAccount
from .phone import Phone

if TYPE_CHECKING:
    from .world import World

Amount = Union[str, int, Decimal]
"""A decimal such as ``"12.50"``. No float: MTN takes a text."""
Party = Union[Phone, str]
"""Who pays or is paid: a phone, or a text whose form gives its type: an MSISDN, an e-mail address, a party code (UUID)."""

_Body = Dict[str, Any]


@dataclass(frozen=True)
class OrderStatus:
    """The answer to the status of an order, as MTN gives it."""

    status: str
    """``PENDING``, ``SUCCESSFUL`` or ``FAILED``."""
    reason: Optional[str]
    """Why it failed, such as ``APPROVAL_REJECTED``."""
    financial_transaction_id: Optional[str]
    body: Mapping[str, Any]
    """The whole answer."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> OrderStatus:
        reason = body.get("reason")
        if isinstance(reason, dict):
            reason = reason.get("code")
        return cls(body["status"], reason, body.get("financialTransactionId"), body)


class Order:
    """What a merchant made under a reference id of its own: a request to pay, an invoice, a transfer and so on."""

    def __init__(self, merchant: Merchant, product: str, path: str, reference_id: str, body: _Body) -> None:
        self.id = reference_id
        """The reference id, a UUID version 4."""
        self.merchant = merchant
        self._product = product
        self._path = path
        self._body = body
        self._seen = 0

    def __repr__(self) -> str:
        return f"<Order {self.id}>"

    def status(self) -> OrderStatus:
        """The order as MTN tells it to who asks."""
        product = self._product
        return OrderStatus.of(self.merchant._get(product, f"{self._path}/{self.id}"))

    def again(self) -> None:
        """Sends the same again, under the same reference id, as a good shop does where the answer was lost.

        MTN's 409 is no error then: it says that the order was accepted before.

        :raises PayersimError: with MTN's message and code, if it is refused
        """
        try:
            self._post()
        except PayersimError as error:
            if error.code != "RESOURCE_ALREADY_EXIST":
                raise

    @property
    def callbacks(self) -> List[Callback]:
        """The callbacks about this order that have arrived, oldest first."""
        return [one for one in self.merchant.callbacks if one.reference_id == self.id]

    def wait_callback(self, timeout: float = 10.0) -> Callback:
        """The next callback about this order.

        :param timeout: real seconds
        :raises PayersimError: none came
        """
        inbox = self.merchant._inbox()
        index = inbox.wait(lambda one: one.reference_id == self.id, self._seen, timeout)
        if index is None:
            raise self.merchant._no_callback(f"order {self.id}", timeout)
        self._seen = index + 1
        return inbox.received[index]

    def _post(self) -> None:
        headers = {"X-Reference-Id": self.id, "Content-Type": "application/json"}
        url = self.merchant._callback_url(self.id)
        if url is not None:
            headers["X-Callback-Url"] = url
        asked = f"POST /{self._product}{self._path}"
        answer = self.merchant._ask(self._product, "POST", self._path, headers, json.dumps(self._body))
        if not 200 <= answer.status <= 299:
            raise refusal(asked, answer)


class Merchant:
    """A merchant of the test's own, which calls MTN's routes and gets callbacks.

    Without a name it makes itself an API user in MTN's sandbox, and payers see its callback host. With one it is that API
    user of the world.

    >>> order = world.merchant("Kiosk 24").request_to_pay(payer=ama, amount="12.50")
    """

    def __init__(
        self,
        world: World,
        name: Optional[str] = None,
        *,
        environment: str = "sandbox",
        currency: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> None:
        self.environment = environment
        self._world = world
        self._name = name
        self._currency = currency
        self.timeout = timeout
        """Real seconds after which it gives an answer up; ``None`` is 75."""
        self._key = uuid.uuid4().hex
        self._account: Optional[MomoAccount] = None
        self._tokens: Dict[str, str] = {}
        self._seen = 0
        self._generation = world._generation

    def request_to_pay(
        self,
        *,
        payer: Party,
        amount: Amount,
        currency: Optional[str] = None,
        message: Optional[str] = None,
        note: Optional[str] = None,
        external_id: Optional[str] = None,
        reference_id: Optional[str] = None,
    ) -> Order:
        """Asks a payer for money.

        :param currency: ISO 4217; the merchant's by default
        :param message: for the payer, and ``note`` for the merchant's history
        :param reference_id: a UUID version 4; a new one by default
        :raises PayersimError: with MTN's message and code, if it is refused. Where the answer is lost, late or a 5xx, ``sent``
            is the order all the same
        """
        body = self._payment(amount, currency, message, note, external_id, payer=_party(payer))
        return self._create("collection", "/v1_0/requesttopay", reference_id, body)

    def withdrawal(
        self,
        *,
        payer: Party,
        amount: Amount,
        currency: Optional[str] = None,
        message: Optional[str] = None,
        note: Optional[str] = None,
        external_id: Optional[str] = None,
        reference_id: Optional[str] = None,
    ) -> Order:
        """Asks a payer for money that an agent hands out in cash.

        :raises PayersimError: as :meth:`request_to_pay`
        """
        body = self._payment(amount, currency, message, note, external_id, payer=_party(payer))
        return self._create("collection", "/v1_0/requesttowithdraw", reference_id, body)

    def invoice(
        self,
        *,
        payer: Party,
        amount: Amount,
        currency: Optional[str] = None,
        validity: Optional[int] = None,
        description: Optional[str] = None,
        external_id: Optional[str] = None,
        reference_id: Optional[str] = None,
    ) -> Order:
        """Sends a payer an invoice, which is paid on the phone under Bills and invoices, by the ``invoiceId`` of its status.

        :param validity: seconds
        :raises PayersimError: as :meth:`request_to_pay`
        """
        body = _given(
            externalId=external_id,
            amount=_amount(amount),
            currency=currency or self._own_currency(),
            validityDuration=None if validity is None else str(validity),
            intendedPayer=_party(payer),
            description=description,
        )
        return self._create("collection", "/v2_0/invoice", reference_id, body)

    def pre_approve(
        self,
        *,
        payer: Party,
        currency: Optional[str] = None,
        validity: Optional[int] = None,
        message: Optional[str] = None,
        reference_id: Optional[str] = None,
    ) -> Order:
        """Asks a payer for permission to debit later without asking.

        :param validity: seconds from acceptance; no end by default
        :raises PayersimError: as :meth:`request_to_pay`
        """
        body = _given(
            payer=_party(payer),
            payerCurrency=currency or self._own_currency(),
            payerMessage=message,
            validityTime=validity,
        )
        return self._create("collection", "/v2_0/preapproval", reference_id, body)

    def transfer(
        self,
        *,
        payee: Party,
        amount: Amount,
        currency: Optional[str] = None,
        message: Optional[str] = None,
        note: Optional[str] = None,
        external_id: Optional[str] = None,
        reference_id: Optional[str] = None,
        product: str = "disbursement",
    ) -> Order:
        """Sends money to a payee.

        :param product: whose account pays: ``disbursement`` or ``remittance``
        :raises PayersimError: as :meth:`request_to_pay`
        """
        body = self._payment(amount, currency, message, note, external_id, payee=_party(payee))
        return self._create(product, "/v1_0/transfer", reference_id, body)

    def deposit(
        self,
        *,
        payee: Party,
        amount: Amount,
        currency: Optional[str] = None,
        message: Optional[str] = None,
        note: Optional[str] = None,
        external_id: Optional[str] = None,
        reference_id: Optional[str] = None,
    ) -> Order:
        """Deposits money to a payee, as an agent does who was given cash.

        :raises PayersimError: as :meth:`request_to_pay`
        """
        body = self._payment(amount, currency, message, note, external_id, payee=_party(payee))
        return self._create("disbursement", "/v1_0/deposit", reference_id, body)

    def refund(
        self,
        of: Union[Order, str],
        *,
        amount: Amount,
        currency: Optional[str] = None,
        message: Optional[str] = None,
        note: Optional[str] = None,
        external_id: Optional[str] = None,
        reference_id: Optional[str] = None,
    ) -> Order:
        """Gives money of a request to pay back to who paid it, all or a part.

        :param of: the order, or its reference id
        :raises PayersimError: as :meth:`request_to_pay`
        """
        paid = of.id if isinstance(of, Order) else of
        body = self._payment(amount, currency, message, note, external_id, referenceIdToRefund=paid)
        return self._create("disbursement", "/v1_0/refund", reference_id, body)

    def balance(self, product: str = "collection") -> Tuple[str, str]:
        """The amount, without trailing zeros, and the currency of a product's account."""
        body = self._get(product, "/v1_0/account/balance")
        return body["availableBalance"], body["currency"]

    def statement(self) -> Mapping[str, Any]:
        """What moved on this merchant's accounts: docs/control.md, *A merchant's statement*."""
        user = self.account.user_id
        found: Mapping[str, Any] = self._world._wire.json("GET", f"/_sim/merchants/{user}/statement")
        return found

    def call(
        self, method: str, path: str, body: object = None, *, headers: Optional[Mapping[str, str]] = None
    ) -> Answer:
        """Calls any operation of MTN's products with this merchant's key, token and target environment.

        >>> shop.call("GET", "/collection/v1_0/accountholder/msisdn/46733000001/active").json()

        :param path: begins with a product, such as ``/collection``
        :returns: the answer, whatever its status
        """
        product, _, rest = path.lstrip("/").partition("/")
        if product not in _PRODUCTS:
            raise PayersimError(f'"{path}" does not begin with a product: /{", /".join(_PRODUCTS)}.')
        whole = dict(headers or {})
        if method == "POST":
            whole.setdefault("X-Reference-Id", str(uuid.uuid4()))
        if body is not None:
            whole.setdefault("Content-Type", "application/json")
        return self._ask(product, method, f"/{rest}", whole, None if body is None else json.dumps(body))

    @property
    def account(self) -> MomoAccount:
        """The API user that it calls as."""
        if self._generation != self._world._generation:
            # After a reset or a restore MTN may know neither the user nor the tokens.
            self._generation = self._world._generation
            self._account = None
            self._tokens = {}
        if self._account is None:
            provisions = self._name is None and self.environment == "sandbox"
            self._account = self._provisioned() if provisions else self._world.momo_account(self._name, self.environment)
        return self._account

    @property
    def callbacks(self) -> List[Callback]:
        """The callbacks that have arrived for all of its orders, oldest first."""
        return list(self._inbox().received)

    def wait_callback(self, timeout: float = 10.0) -> Callback:
        """The next callback about any of its orders.

        :param timeout: real seconds
        :raises PayersimError: none came
        """
        inbox = self._inbox()
        index = inbox.wait(lambda one: True, self._seen, timeout)
        if index is None:
            raise self._no_callback("this merchant", timeout)
        self._seen = index + 1
        return inbox.received[index]

    def _create(self, product: str, path: str, reference_id: Optional[str], body: _Body) -> Order:
        order = Order(self, product, path, reference_id or str(uuid.uuid4()), body)
        try:
            order._post()
        except PayersimError as error:
            error.sent = order
            raise
        return order

    def _payment(
        self,
        amount: Amount,
        currency: Optional[str],
        message: Optional[str],
        note: Optional[str],
        external_id: Optional[str],
        **more: Any,
    ) -> _Body:
        return _given(
            amount=_amount(amount),
            currency=currency or self._own_currency(),
            payerMessage=message,
            payeeNote=note,
            externalId=external_id,
            **more,
        )

    def _own_currency(self) -> str:
        if self._currency is None:
            self._currency = "EUR" if self.environment == "sandbox" else self.balance()[1]
        return self._currency

    def _get(self, product: str, path: str) -> Mapping[str, Any]:
        body: Mapping[str, Any] = read(f"GET /{product}{path}", self._ask(product, "GET", path, {}, None))
        return body

    def _ask(self, product: str, method: str, path: str, headers: Mapping[str, str], body: Optional[str]) -> Answer:
        account = self.account
        for attempt in (1, 2):
            if product not in self._tokens:
                self._tokens[product] = self._new_token(product)
            whole = {
                **_EXPLAIN,
                _KEY: _key_of(account, product),
                "Authorization": f"Bearer {self._tokens[product]}",
                "X-Target-Environment": self.environment,
                **headers,
            }
            wire = self._world._wire
            answer = wire.send(method, f"/{product}{path}", headers=whole, body=body, timeout=self.timeout)
            # The token may have run out by the simulator's clock while no real time passed.
            if answer.status != 401 or attempt == 2:
                break
            del self._tokens[product]
        return answer

    def _new_token(self, product: str) -> str:
        account = self.account
        basic = base64.b64encode(f"{account.user_id}:{account.api_key}".encode()).decode()
        path = f"/{product}/token/"
        headers = {
            **_EXPLAIN,
            _KEY: _key_of(account, product),
            "Authorization": f"Basic {basic}",
            "X-Target-Environment": self.environment,
        }
        answer = self._world._wire.send("POST", path, headers=headers)
        token: str = read(f"POST {path}", answer)["access_token"]
        return token

    def _provisioned(self) -> MomoAccount:
        # As an integrator does it in MTN's sandbox: https://momodeveloper.mtn.com, API Sandbox User Provisioning.
        user = str(uuid.uuid4())
        wire = self._world._wire
        keys = self._world.describe()["momo"]["subscriptionKeys"]
        headers = {**_EXPLAIN, _KEY: keys["collection"], "X-Reference-Id": user, "Content-Type": "application/json"}
        body = json.dumps({"providerCallbackHost": _CALLBACK_HOST})
        read("POST /v1_0/apiuser", wire.send("POST", "/v1_0/apiuser", headers=headers, body=body))
        path = f"/v1_0/apiuser/{user}/apikey"
        answer = wire.send("POST", path, headers={**_EXPLAIN, _KEY: keys["collection"]})
        return MomoAccount(
            base_url=self._world.url,
            environment=self.environment,
            user_id=user,
            api_key=read(f"POST {path}", answer)["apiKey"],
            collection_key=keys["collection"],
            disbursement_key=keys["disbursement"],
            remittance_key=keys["remittance"],
            callback_host=_CALLBACK_HOST,
            name=None,
        )

    def _callback_url(self, reference_id: str) -> Optional[str]:
        host = self.account.callback_host
        # MTN refuses a callback URL on another host than the API user's own: elsewhere this process cannot listen.
        if host not in ("localhost", _CALLBACK_HOST):
            return None
        self._inbox()
        return self._world.server._sink().url(host, self._key, reference_id)

    def _inbox(self) -> Inbox:
        self._world._merchant_keys.add(self._key)
        return self._world.server._sink().open(self._key)

    def _no_callback(self, whose: str, timeout: float) -> PayersimError:
        tried = [f"{one['url']}: {one['status']}" for one in self._world.callbacks() if self._key in one["url"]]
        log = f" The simulator's log has: {'; '.join(tried)}." if tried else " The simulator sent none: call world.settle()."
        return PayersimError(f"No callback for {whose} came within {timeout:g} s.{log}")


_PRODUCTS = ("collection", "disbursement", "remittance")
_KEY = "Ocp-Apim-Subscription-Key"
_CALLBACK_HOST = "127.0.0.1"
# MTN gives no reason for some refusals; the simulator gives it in a header, if the request asks for it.
_EXPLAIN = {"X-Payersim-Explain": "1"}


def _key_of(account: MomoAccount, product: str) -> str:
    keys = dict(zip(_PRODUCTS, (account.collection_key, account.disbursement_key, account.remittance_key)))
    return keys[product]


def _given(**fields: Any) -> _Body:
    return {name: value for name, value in fields.items() if value is not None}


def _amount(amount: Amount) -> str:
    if not isinstance(amount, (str, int, Decimal)):
        raise TypeError(f'An amount is a text, an int or a Decimal, such as "12.50", and not {amount!r}.')
    return str(amount)


def _party(party: Party) -> Mapping[str, str]:
    if isinstance(party, Phone):
        return {"partyIdType": "MSISDN", "partyId": party.msisdn[1:]}
    if "@" in party:
        return {"partyIdType": "EMAIL", "partyId": party}
    try:
        return {"partyIdType": "PARTY_CODE", "partyId": str(uuid.UUID(party))}
    except ValueError:
        return {"partyIdType": "MSISDN", "partyId": party.lstrip("+")}
