import re

import pytest
from payersim import assert_ended, assert_fits, assert_screen, assert_sms


def test_a_screen_that_reads_so_passes(world, ama, kiosk):
    ama.dial("*165#")
    assert_screen(ama, contains="momo 1 APPROVALS")
    assert_screen(ama, contains=re.compile(r"^2 Balance$", re.M), offers="history")
    ama.choose("balance")
    assert_screen(ama, exactly="Enter your PIN to see your balance\n")
    ama.reply(ama.pin)
    assert_ended(ama, contains="500.00")
    assert_fits(ama)


def test_a_failure_shows_the_screen_and_what_was_expected(ama):
    ama.dial("*165#")
    with pytest.raises(AssertionError) as failed:
        assert_screen(ama, contains="Lottery", offers="Play")
    assert str(failed.value).splitlines()[:5] == [
        'Expected +46733000001 to show an open screen that contains "Lottery" with an option that contains "Play".',
        "An open screen:",
        "  | MoMo",
        "  | 1 Approvals (0)",
        "  | 2 Balance",
    ]
    with pytest.raises(AssertionError, match=r'(?s)have its session ended by the app with a screen that contains "MoMo"\.\nAn open screen:'):
        assert_ended(ama, contains="MoMo")
    ama.hang_up()
    with pytest.raises(AssertionError, match="The session cancelled:"):
        assert_screen(ama, contains="MoMo")
    with pytest.raises(AssertionError, match=r"matches /\^x\$/\."):
        assert_screen(ama, contains=re.compile("^x$"))


def test_a_phone_without_a_screen_says_what_to_do(ama):
    for check in (assert_screen, assert_ended):
        with pytest.raises(AssertionError, match="It has no screen yet. Call dial"):
            check(ama, contains="x")
    with pytest.raises(AssertionError, match="It has no screen yet"):
        assert_fits(ama)
    with pytest.raises(TypeError, match="empty text"):
        assert_screen(ama, contains="")


def test_a_screen_that_no_phone_shows_whole_fails_unless_it_may_be_so(world, app):
    app.says = "CON " + "long " * 50
    phone = world.phone("+46733000001")
    phone.set_network("63902")
    phone.dial("*384*7#")
    with pytest.raises(AssertionError, match="too-long: "):
        assert_screen(phone, contains="long")
    with pytest.raises(AssertionError, match="too-long: "):
        assert_fits(phone)
    assert_screen(phone, contains="long", allow=["too-long"])


def test_a_session_that_failed_says_why(world, app):
    app.says = "Hello\x1b[31m"
    phone = world.phone("+46733000001")
    phone.dial("*384*7#")
    with pytest.raises(AssertionError) as failed:
        assert_screen(phone, contains="Hello")
    assert "The session failed:" in str(failed.value)
    assert "The app answered" in str(failed.value)
    assert "\x1b" not in str(failed.value)


def test_an_sms_that_has_come(world, ama, kiosk):
    with pytest.raises(AssertionError, match="No SMS has come."):
        assert_sms(ama, contains="received")
    kiosk.transfer(payee=ama, amount="5")
    world.settle()
    message = assert_sms(ama, contains="received 5.00 eur")
    assert assert_sms(ama, sender=message.sender) == message
    with pytest.raises(AssertionError, match='(?s)received an SMS from MTN that contains "6.00".*  | You received 5.00 EUR'):
        assert_sms(ama, sender="MTN", contains="6.00")
    with pytest.raises(TypeError):
        assert_sms(ama)
