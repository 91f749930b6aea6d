import re

import pytest
from payersim import PayersimError


def test_dials_chooses_replies_and_hangs_up(ama):
    assert ama.screen is None
    assert ama.dial("*165#").status == "open"
    assert [one.label for one in ama.screen.options][:2] == ["Approvals (0)", "Balance"]
    assert ama.option("balance").key == "2"
    assert "PIN" in ama.choose("balance").text
    assert "500.00" in ama.reply(ama.pin).text
    ama.dial("*165#")
    assert ama.hang_up().status == "cancelled"


def test_is_the_same_object_each_time_and_refuses_what_is_no_number(world, ama):
    assert world.phone("46733000001") is ama
    with pytest.raises(PayersimError, match="international form"):
        world.phone("Ama")
    with pytest.raises(PayersimError) as refused:
        world.phone("0733000001").look()
    assert refused.value.status == 400


def test_a_pattern_chooses_an_option(ama):
    ama.dial("*165#")
    assert "PIN" in ama.choose(re.compile("^Bal")).text
    ama.dial("*165#")
    with pytest.raises(PayersimError, match=r"Several options match /a/ .* 1 Approvals \(0\) · 2 Balance"):
        ama.choose(re.compile("a"))


def test_a_choice_that_there_is_not_is_an_error_with_the_problem_and_the_options(ama):
    ama.dial("*165#")
    with pytest.raises(PayersimError, match='No option matches "lottery"') as refused:
        ama.choose("lottery")
    error = refused.value
    assert (error.status, error.problem, error.title) == (409, "no-such-option", "The screen has no such option")
    assert error.type == "/docs/problems#no-such-option"
    assert error.detail.startswith("No option matches")
    assert error.body["options"][0] == {"key": "1", "label": "Approvals (0)"}


def test_a_reply_without_a_session_is_an_error(ama):
    with pytest.raises(PayersimError) as refused:
        ama.reply("1")
    assert refused.value.problem == "no-open-session"


def test_waits_for_a_prompt_and_says_why_none_came(world, ama, kiosk):
    with pytest.raises(PayersimError, match="No push came to .46733000001 within 0.01 s"):
        ama.wait_prompt(0.01)
    ama.dial("*165#")
    with pytest.raises(PayersimError, match="dialled itself"):
        ama.wait_prompt(0.01)
    ama.hang_up()
    ama.go_offline()
    with pytest.raises(PayersimError, match="offline"):
        ama.wait_prompt(0.01)
    ama.go_online()
    kiosk.request_to_pay(payer=ama, amount=5)
    assert ama.wait_prompt().text.startswith("Pay 5.00 EUR to Kiosk 24?")


def test_a_held_prompt_comes_when_it_is_released(world, ama, kiosk):
    ama.hold_prompt()
    order = kiosk.request_to_pay(payer=ama, amount=5)
    world.settle()
    assert ama.look() is None
    ama.release_prompt(order)
    assert ama.wait_prompt().status == "open"


def test_reads_each_sms_once(world, ama, kiosk):
    kiosk.transfer(payee=ama, amount="5")
    assert "5.00 EUR" in ama.next_sms("received").text
    world.settle()
    with pytest.raises(PayersimError, match="No SMS that contains \"received\" came"):
        ama.next_sms("received", timeout=0)
    kiosk.transfer(payee=ama, amount="6")
    world.settle()
    with pytest.raises(PayersimError, match='No SMS that contains "paid" .* These came: .*6.00 EUR'):
        ama.next_sms("paid", timeout=0)
    ama.skip_sms()
    with pytest.raises(PayersimError, match=r"within 0 s.$"):
        ama.next_sms(timeout=0)
    assert len(ama.messages()) == 2
    assert ama.messages()[0].sender


def test_sends_an_sms(world, ama):
    ama.send_sms("55000", "JOIN")
    assert [one.data["text"] for one in world.timeline(kind="sms.sent", phone=ama)] == ["JOIN"]


def test_moves_to_a_network(world, ama):
    ama.set_network("63902")
    assert world.control("GET", f"/_sim/phones/{ama.msisdn}")["network"] == "63902"


def test_a_number_that_a_payment_names_has_a_pin_too(world, kiosk):
    world.describe()
    kofi = world.phone("+46733000042")
    kiosk.request_to_pay(payer=kofi, amount="1")
    kofi.wait_prompt()
    kofi.choose("Approve")
    assert kofi.reply(kofi.pin).status == "ended"
    with pytest.raises(PayersimError, match="has no PIN"):
        world.phone("+46733000043").pin
