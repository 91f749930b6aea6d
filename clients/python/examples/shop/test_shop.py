"""The customers of the shop: each test has a world of its own, whose clock stands still until the test moves it."""

import json
import threading
import urllib.request
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from payersim import assert_ended, assert_screen, assert_sms

from shop import Shop


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def shop(world):
    account = world.momo_account("Kiosk 24")
    momo = {
        "BASE_URL": account.base_url,
        "ENVIRONMENT": account.environment,
        "COLLECTION_PRIMARY_KEY": account.collection_key,
        "COLLECTION_USER_ID": account.user_id,
        "COLLECTION_API_SECRET": account.api_key,
    }
    server = make_server("127.0.0.1", 0, lambda environ, start: shop(environ, start), handler_class=Quiet)
    shop = Shop(momo, f"http://localhost:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield shop
    server.shutdown()
    server.server_close()


def buys(shop, phone, goods="mangoes"):
    """What the browser of a customer sends."""
    body = json.dumps({"goods": goods, "phone": phone.msisdn}).encode()
    with urllib.request.urlopen(f"{shop.url}/orders", body) as answer:
        return json.load(answer)["id"]


def state_of(shop, order):
    with urllib.request.urlopen(f"{shop.url}/orders/{order}") as answer:
        return json.load(answer)["state"]


def approves(phone):
    phone.wait_prompt()
    phone.choose("Approve")
    phone.reply(phone.pin)


def test_an_order_is_paid_when_the_customer_approves(world, shop):
    ama = world.phone("+46733000001")
    order = buys(shop, ama)
    assert state_of(shop, order) == "waiting"

    ama.wait_prompt()
    assert_screen(ama, contains="Pay 12.50 EUR to Kiosk 24", offers="Approve")
    ama.choose("Approve")
    assert_screen(ama, contains="PIN")
    ama.reply(ama.pin)
    assert_ended(ama, contains="approved")
    # From here on, what the approval caused has happened: the callback has been tried, the receipt sent.
    world.settle()

    assert state_of(shop, order) == "paid"
    assert_sms(ama, contains="paid 12.50 EUR")


def test_an_order_is_rejected_when_the_customer_rejects(world, shop):
    ama = world.phone("+46733000001")
    order = buys(shop, ama)
    ama.wait_prompt()
    ama.choose("Reject")
    world.settle()
    assert state_of(shop, order) == "rejected"


def test_an_order_expires_when_the_customer_does_nothing_for_five_minutes(world, shop):
    order = buys(shop, world.phone("+46733000001"))
    world.clock.advance("PT4M59S")
    assert state_of(shop, order) == "waiting"
    world.clock.advance("PT1S")
    assert state_of(shop, order) == "expired"


def test_an_order_fails_when_the_customer_has_not_enough_money(world, shop):
    cleo = world.phone("+46733000003")
    order = buys(shop, cleo)
    approves(cleo)
    assert_ended(cleo, contains="not enough")
    world.settle()
    assert state_of(shop, order) == "not enough money"


def test_the_payer_approves_after_a_lost_answer_the_shop_asks_again_and_is_paid_once(world, shop):
    world.faults.set(
        {"point": "operation", "do": "lost-answer", "match": {"operation": "momo.createRequestToPay"}, "when": {"first": 1}},
        {"point": "callback", "do": "dropped"},
    )
    ama = world.phone("+46733000001")
    order = buys(shop, ama)
    approves(ama)
    assert_ended(ama, contains="approved")
    world.settle()
    # MoMo has told the shop nothing so far.
    assert state_of(shop, order) == "waiting"

    shop.check_waiting()
    world.settle()
    # Her phone does not ring again.
    ama.look()
    assert_ended(ama, contains="approved")
    assert state_of(shop, order) == "paid"
    assert world.balances(ama) == {"EUR": "487.50"}
    assert [payment.state for payment in world.payments()] == ["successful"]
