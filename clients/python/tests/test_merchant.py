from decimal import Decimal

import pytest
from payersim import PayersimError


def approve(phone):
    phone.wait_prompt()
    phone.choose("Approve")
    phone.reply(phone.pin)


def test_is_paid_and_called_back(world, ama, kiosk):
    order = kiosk.request_to_pay(payer=ama, amount=Decimal("12.50"), message="Order 17", external_id="17")
    assert order.status().status == "PENDING"
    assert order.callbacks == []
    approve(ama)
    callback = order.wait_callback()
    assert (callback.method, callback.reference_id) == ("POST", order.id)
    assert callback.body["status"] == "SUCCESSFUL"
    assert kiosk.wait_callback() == callback
    assert order.callbacks == [callback]
    status = order.status()
    assert (status.status, status.reason) == ("SUCCESSFUL", None)
    assert status.financial_transaction_id == callback.body["financialTransactionId"]
    assert world.balances(ama) == {"EUR": "487.50"}
    assert kiosk.statement()["lines"][-1]["externalId"] == "17"


def test_of_the_sandbox_makes_itself_an_api_user(ama, world):
    merchant = world.merchant()
    order = merchant.request_to_pay(payer=ama, amount="1")
    ama.wait_prompt()
    ama.choose("Reject")
    assert order.wait_callback().body["reason"] == "APPROVAL_REJECTED"
    assert order.status().reason == "APPROVAL_REJECTED"
    assert merchant.balance() == ("10000", "EUR")


def test_of_another_environment_is_one_of_the_worlds(world):
    kofi = world.phone("+233244000001")
    books = world.merchant(environment="mtnghana")
    order = books.request_to_pay(payer=kofi, amount="20")
    kofi.wait_prompt()
    assert "20.00 GHS to Accra Books" in kofi.screen.text
    assert order.status().body["currency"] == "GHS"
    with pytest.raises(PayersimError, match='no API user "Nobody" in environment sandbox. It has: Kiosk 24'):
        world.merchant("Nobody").balance()


def test_a_refusal_has_mtns_code_and_the_simulators_words(kiosk, ama):
    with pytest.raises(PayersimError, match="INVALID_CURRENCY") as refused:
        kiosk.request_to_pay(payer=ama, amount="1", currency="XXX")
    assert (refused.value.status, refused.value.code) == (500, "INVALID_CURRENCY")
    assert refused.value.type is None
    with pytest.raises(TypeError, match="An amount is a text"):
        kiosk.request_to_pay(payer=ama, amount=1.5)


def test_an_order_whose_answer_was_lost_is_sent_again(world, kiosk, ama):
    operation = {"operation": "momo.createRequestToPay"}
    world.faults.set({"point": "operation", "do": "lost-answer", "match": operation, "when": {"first": 1}})
    with pytest.raises(PayersimError, match="may have been performed") as lost:
        kiosk.request_to_pay(payer=ama, amount="12.50")
    assert lost.value.failure == "lost"
    order = lost.value.sent
    order.again()
    approve(ama)
    assert order.status().status == "SUCCESSFUL"
    assert len(world.payments()) == 1
    assert world.faults.list()[0]["injected"] == 1


def test_an_answer_that_does_not_come_is_given_up(world, ama, kiosk):
    world.faults.set({"point": "operation", "do": "no-answer", "match": {"operation": "momo.createRequestToPay"}})
    kiosk.balance()
    # From here on it has its token, and no other answer that could be late.
    kiosk.timeout = 0.5
    with pytest.raises(PayersimError, match="given up") as late:
        kiosk.request_to_pay(payer=ama, amount="12.50")
    assert late.value.failure == "unanswered"
    world.faults.clear()
    kiosk.timeout = None
    late.value.sent.again()
    assert late.value.sent.status().status == "PENDING"


def test_a_callback_that_does_not_come_is_told_with_the_log(world, kiosk, ama):
    world.faults.set({"point": "callback", "do": "dropped"})
    order = kiosk.request_to_pay(payer=ama, amount="12.50")
    with pytest.raises(PayersimError, match="The simulator sent none"):
        order.wait_callback(0)
    approve(ama)
    world.settle()
    with pytest.raises(PayersimError, match=rf"No callback for order {order.id} came within 0 s. The simulator's log has: .*/{order.id}: "):
        order.wait_callback(0)


def test_debits_under_a_pre_approval_refunds_and_transfers(world, kiosk, ama):
    plan = kiosk.pre_approve(payer=ama, validity=86_400, message="Gym")
    ama.wait_prompt()
    ama.choose("Accept")
    ama.reply(ama.pin)
    assert plan.status().status == "SUCCESSFUL"
    due = kiosk.request_to_pay(payer=ama, amount="9.90")
    world.settle()
    assert due.status().status == "SUCCESSFUL"
    back = kiosk.refund(due, amount="4.90")
    world.settle()
    assert back.status().status == "SUCCESSFUL"
    prize = kiosk.transfer(payee="+46733000001", amount="5")
    world.settle()
    assert prize.status().status == "SUCCESSFUL"
    assert world.balances(ama) == {"EUR": "500.00"}


def test_asks_for_cash_deposits_and_sends_an_invoice(world, kiosk, ama):
    cash = kiosk.withdrawal(payer=ama, amount="20")
    ama.wait_prompt()
    ama.choose("Approve")
    ama.reply(ama.pin)
    assert cash.status().status == "SUCCESSFUL"
    back = kiosk.deposit(payee=ama, amount="20")
    world.settle()
    assert back.status().status == "SUCCESSFUL"
    bill = kiosk.invoice(payer=ama, amount="12.50", validity=86_400, description="Order 17", external_id="17")
    ama.dial("*165*7#")
    ama.choose("Enter a number")
    ama.reply(bill.status().body["invoiceId"])
    ama.choose("Pay")
    ama.reply(ama.pin)
    assert bill.status().status == "SUCCESSFUL"
    kinds = [line["kind"] for line in kiosk.statement()["lines"]]
    assert kinds[-3:] == ["withdrawal", "deposit", "invoice"]


def test_calls_any_operation_and_renews_its_token(world, kiosk):
    path = "/collection/v1_0/accountholder/msisdn/46733000001/active"
    assert kiosk.call("GET", path).json() == {"result": True}
    world.clock.advance("PT2H")
    assert kiosk.call("GET", path).json() == {"result": True}
    with pytest.raises(PayersimError, match="does not begin with a product"):
        kiosk.call("GET", "/v1_0/apiuser")


def test_payers_are_also_named_by_e_mail_or_party_code(world, kiosk):
    for party in ("ama@example.com", "1d6c5b2e-6b1f-4d52-9c43-7f0f7f1c0a01"):
        kiosk.request_to_pay(payer=party, amount="1")
    assert [payment.phone for payment in world.payments()] == ["+46733000001", "+46733000001"]
