import json
import urllib.request
from datetime import timedelta

import pytest
from payersim import PayersimError, assert_calls


@pytest.fixture
def shop(world, kiosk):
    """Asks for money as a program under test: not by this client, whose calls are not counted."""
    account = world.momo_account("Kiosk 24")
    kiosk.balance()
    token = kiosk._tokens["collection"]

    def ask(reference):
        headers = {
            "Authorization": f"Bearer {token}",
            "Ocp-Apim-Subscription-Key": account.collection_key,
            "X-Target-Environment": "sandbox",
            "X-Reference-Id": reference,
            "Content-Type": "application/json",
        }
        payer = {"partyIdType": "MSISDN", "partyId": "46733000001"}
        body = json.dumps({"amount": "1", "currency": "EUR", "externalId": "1", "payer": payer}).encode()
        request = urllib.request.Request(f"{account.base_url}/collection/v1_0/requesttopay", body, headers)
        urllib.request.urlopen(request).close()

    return ask


FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
CREATE = "momo.createRequestToPay"


def test_what_the_program_asked_is_checked(world, shop):
    assert_calls(world, CREATE, never=True, timeout=0)
    shop(FIRST)
    world.clock.advance("PT10M")
    shop(SECOND)
    assert_calls(world, CREATE, count=2, unique="reference")
    assert_calls(world, CREATE, count={"max": 1}, reference=FIRST)
    assert_calls(world, CREATE, never=True, after=CREATE, within=timedelta(minutes=5))
    assert_calls(world, order=[CREATE, {"operation": CREATE, "reference": SECOND}])
    calls = world.calls(CREATE, by="program")
    assert [(call.reference, call.status, call.by) for call in calls] == [(FIRST, 202, "program"), (SECOND, 202, "program")]


def test_what_did_not_match_stands_beside_what_came(world, shop):
    shop(FIRST)
    with pytest.raises(AssertionError) as failed:
        assert_calls(world, CREATE, count=2, timeout=0)
    told = str(failed.value)
    assert told.startswith("Expected ")
    assert "\nWhat came:\n  | " in told
    assert FIRST in told
    with pytest.raises(PayersimError) as unknown:
        assert_calls(world, "momo.createRequestToPays", timeout=0)
    assert unknown.value.status == 400
