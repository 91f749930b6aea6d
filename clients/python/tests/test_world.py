import json
import threading
from datetime import datetime, timedelta, timezone

import pytest
from payersim import PayersimError


def test_worlds_do_not_see_each_other(payersim, world, ama, kiosk):
    with payersim.open_world(clock="frozen") as other:
        kiosk.request_to_pay(payer=ama, amount="1")
        world.settle()
        other.settle()
        assert len(world.payments()) == 1
        assert other.payments() == []
        assert {world.name, other.name} <= set(payersim.worlds())
    assert other.name not in payersim.worlds()
    with pytest.raises(PayersimError) as gone:
        other.settle()
    assert gone.value.problem == "world-ended"
    other.close()


def test_a_world_begins_as_a_file_a_mapping_or_another_world(payersim, tmp_path):
    zoe = {"phone": "+46733000009", "name": "Zoe", "pin": "4321", "environment": "sandbox", "balances": {"EUR": "7.00"}}
    file = tmp_path / "shop.yaml"
    file.write_text(json.dumps({"people": [zoe]}))
    for begun in (file, file.read_text(), {"people": [zoe]}):
        with payersim.open_world(world=begun, clock="frozen", at="2026-03-01T10:00:00Z") as world:
            assert world.balances(world.phone("+46733000009")) == {"EUR": "7.00"}
            assert world.phone("+46733000009").pin == "4321"
            assert world.clock.read().now.month == 3
            with payersim.open_world(copy_of=world.name) as copy:
                assert copy.phone("+46733000009").pin == "4321"
    with pytest.raises(PayersimError) as refused:
        payersim.open_world(world={"nonsense": True})
    assert refused.value.problem == "bad-world"
    with pytest.raises(PayersimError, match="The world has no .46733000009"):
        payersim.world.balances("+46733000009")


def test_a_name_that_is_taken_is_refused(payersim, world):
    with pytest.raises(PayersimError) as taken:
        payersim.open_world(world.name)
    assert taken.value.status == 409
    again = payersim.find_world(world.name)
    assert again.url == world.url


def test_the_clock_stands_still_until_it_is_moved(world):
    start = world.clock.read()
    assert (start.mode, start.now) == ("frozen", datetime(2026, 1, 5, 9, tzinfo=timezone.utc))
    assert world.clock.advance(timedelta(minutes=4)).now - start.now == timedelta(minutes=4)
    assert world.clock.advance("PT1M").now - start.now == timedelta(minutes=5)
    assert world.clock.advance(timedelta(seconds=1.5)).now - start.now == timedelta(minutes=5, seconds=1.5)
    assert world.clock.advance(timedelta(days=20)).now - start.now == timedelta(days=20, minutes=5, seconds=1.5)
    later = datetime(2026, 2, 1, 12, tzinfo=timezone.utc)
    assert world.clock.freeze(later).now == later
    assert world.clock.run().mode == "running"


@pytest.mark.payersim(clock="running", seed="one")
def test_a_test_may_want_another_clock(world):
    assert world.clock.read().mode == "running"


def test_an_order_expires_by_the_clock(world, ama, kiosk):
    order = kiosk.request_to_pay(payer=ama, amount="1")
    world.clock.advance("PT5M")
    assert order.status().reason == "EXPIRED"


def test_a_held_callback_is_changed_and_let_go(world, ama, kiosk):
    hold = world.holds.add("callback", match={"phone": ama.msisdn}, first=1)
    order = kiosk.request_to_pay(payer=ama, amount="1")
    ama.wait_prompt()
    ama.choose("Reject")
    held = hold.next()
    assert held.call["method"] == "POST"
    assert order.callbacks == []
    held.change(body='{"status":"SUCCESSFUL"}')
    assert order.wait_callback().body == {"status": "SUCCESSFUL"}
    with pytest.raises(PayersimError, match="No call was held"):
        hold.next(0)
    hold.end()
    world.holds.clear()


def test_a_held_request_is_dropped(world, ama, kiosk):
    kiosk.balance()
    hold = world.holds.add("answer", match={"operation": "momo.createRequestToPay"}, first=1)
    failures = []

    def ask():
        try:
            kiosk.request_to_pay(payer=ama, amount="1")
        except PayersimError as error:
            failures.append(error.failure)

    asking = threading.Thread(target=ask)
    asking.start()
    hold.next().drop()
    asking.join(20)
    assert failures == ["lost"]
    assert len(world.payments()) == 1


def test_a_snapshot_is_the_world_as_it_was(world, ama, kiosk):
    kiosk.request_to_pay(payer=ama, amount="1")
    ama.wait_prompt()
    world.snapshots.take("rings")
    assert world.snapshots.list() == ["rings"]
    ama.choose("Reject")
    world.settle()
    world.snapshots.restore("rings")
    assert ama.screen is None
    assert ama.wait_prompt().status == "open"
    # The merchant still knows its user.
    assert kiosk.request_to_pay(payer=ama, amount="2").status().status == "PENDING"
    world.snapshots.delete("rings")
    with pytest.raises(PayersimError):
        world.snapshots.restore("rings")


def test_a_reset_world_has_forgotten_everything(world, ama, kiosk):
    merchant = world.merchant()
    merchant.request_to_pay(payer=ama, amount="1")
    ama.wait_prompt()
    world.reset()
    assert ama.screen is None
    assert world.payments() == []
    assert merchant.request_to_pay(payer=ama, amount="1").status().status == "PENDING"


def test_the_story_of_a_payment_ends_with_why(world, ama, kiosk):
    order = kiosk.request_to_pay(payer=ama, amount="12.50")
    ama.wait_prompt()
    ama.choose("Approve")
    ama.reply(ama.pin)
    world.settle()
    (payment,) = world.payments(state="successful")
    assert payment.reference == order.id
    assert (payment.amount, payment.phone, payment.merchant) == ("12.50", ama.msisdn, "Kiosk 24")
    story = world.story(payment)
    assert story.splitlines()[0] == "09:00:00 request.answered POST /collection/v1_0/requesttopay -> 202"
    assert 'ussd.hop +46733000001 text "1*****" screen "Approved.' in story
    assert "1234" not in story
    assert world.audit()["ok"] is True


def test_a_long_timeline_is_read_to_its_end(world, ama):
    for _ in range(30):
        ama.dial("*165#")
        ama.hang_up()
    assert len(world.timeline(kind="ussd.session-ended")) == 30


def test_what_has_no_method_is_a_control_route(world):
    assert world.control("GET", "/_sim/clock/next") == {"at": None}
    with pytest.raises(PayersimError) as refused:
        world.control("GET", "/_sim/nothing")
    assert (refused.value.problem, refused.value.status) == ("no-route", 404)


def test_one_time_codes_come_by_e_mail_too(world):
    with pytest.raises(PayersimError, match="No e-mail that contains \"code\" came to bola.eze@example.com"):
        world.mailbox("Bola.Eze@example.com").next_email("code", timeout=0)
