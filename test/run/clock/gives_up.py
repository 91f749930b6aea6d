"""A job that asks for money by MTN's own host, asks for its status every five seconds, and gives up after five minutes."""

import base64
import json
import sys
import time
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone

world = json.loads(sys.argv[1])
MTN = "https://sandbox.momodeveloper.mtn.com/collection"


def tell(**line):
    print(json.dumps(line), flush=True)


def call(method, path, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(MTN + path, data=data, headers=headers, method=method)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def now():
    return datetime.now(timezone.utc)


def iso(at):
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


subscription = {"Ocp-Apim-Subscription-Key": world["key"]}
basic = base64.b64encode(f"{world['id']}:{world['apiKey']}".encode()).decode()
token = call("POST", "/token/", {**subscription, "Authorization": f"Basic {basic}"})
headers = {**subscription, "Authorization": f"Bearer {token['access_token']}", "X-Target-Environment": "sandbox"}
reference = str(uuid.uuid4())
order = {
    "amount": "5",
    "currency": "EUR",
    "externalId": "1",
    "payer": {"partyIdType": "MSISDN", "partyId": world["payer"]},
    "payerMessage": "",
    "payeeNote": "",
}
call("POST", "/v1_0/requesttopay", {**headers, "X-Reference-Id": reference, "Content-Type": "application/json"}, order)

started = now()
while True:
    asked = call("GET", f"/v1_0/requesttopay/{reference}", headers)
    tell(status=asked["status"], at=iso(now()), **({"reason": asked["reason"]} if "reason" in asked else {}))
    if now() - started >= timedelta(minutes=5):
        break
    time.sleep(5)
tell(gaveUp=iso(now()))
