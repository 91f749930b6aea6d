"""A shop that is paid by MTN MoMo, as a WSGI application."""

import json
import uuid
from dataclasses import asdict, dataclass, field

from collection import Collection

PRICES = {"mangoes": "12.50", "coffee": "4.20"}
REFUSALS = {"APPROVAL_REJECTED": "rejected", "EXPIRED": "expired", "NOT_ENOUGH_FUNDS": "not enough money"}


@dataclass
class Order:
    goods: str
    phone: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    # Drawn once and kept before MoMo is asked: asking again is asking for the same.
    reference: str = field(default_factory=lambda: str(uuid.uuid4()))
    # Whether MoMo has said that it took the request.
    asked: bool = False
    # waiting, paid, or why not.
    state: str = "waiting"


class Shop:
    """
    :param momo: the settings of :class:`Collection`
    :param url: where MoMo reaches this shop
    """

    def __init__(self, momo, url):
        self.momo = Collection(momo)
        self.url = url
        self.orders = {}

    def buy(self, goods, phone):
        order = Order(goods, phone)
        self.orders[order.id] = order
        self.ask(order)
        return order

    def ask(self, order):
        """Asks MoMo for the money. Where no answer comes the order waits: MoMo may have taken it."""
        try:
            self.momo.requestToPay(
                mobile=order.phone.lstrip("+"),
                amount=PRICES[order.goods],
                external_id=order.id,
                payer_message=order.goods,
                ref=order.reference,
                callback_url=f"{self.url}/payments/{order.id}",
            )
            order.asked = True
        except OSError:
            order.asked = False

    def check(self, order):
        """Asks MoMo how an order stands; before that, for the money again if it is not known whether it was asked for."""
        if order.state != "waiting":
            return
        if not order.asked:
            self.ask(order)
        if not order.asked:
            return
        payment = self.momo.getTransactionStatus(order.reference)
        if payment["status"] == "SUCCESSFUL":
            order.state = "paid"
        elif payment["status"] == "FAILED":
            order.state = REFUSALS.get(payment.get("reason"), "failed")

    def check_waiting(self):
        """Callbacks come once, and some never do. Run it by a timer."""
        for order in list(self.orders.values()):
            self.check(order)

    def __call__(self, environ, start_response):
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].strip("/").split("/")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status, answer = self.route(method, path, body)
        text = json.dumps(answer).encode()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
        return [text]

    def route(self, method, path, body):
        if method == "POST" and path == ["orders"]:
            wanted = json.loads(body)
            return "201 Created", asdict(self.buy(wanted["goods"], wanted["phone"]))
        order = self.orders.get(path[-1])
        if order is None:
            return "404 Not Found", {"error": "There is no such order."}
        if path[0] == "payments":
            # Anybody can send a callback: it only says that now is a good time to ask MoMo.
            self.check(order)
        return "200 OK", asdict(order)
