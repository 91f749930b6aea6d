"""MTN MoMo's collections, called as the public client ``mtnmomo`` for Python calls them.

The settings, the methods and their arguments are those of that client (https://github.com/sparkplug/momoapi-python). It
draws a new reference id in each call; here the caller names it. Where an answer is lost, only who knows the reference id can
ask again without being paid twice.
"""

import base64
import json
import urllib.error
import urllib.request

# MTN's word for a reference id that it knows already.
KNOWN = "RESOURCE_ALREADY_EXIST"


class Refused(Exception):
    """MoMo answered, and did not do it."""

    def __init__(self, status, code):
        super().__init__(f"MoMo answered {status} {code}")
        self.code = code


class Collection:
    """
    :param config: BASE_URL, ENVIRONMENT, COLLECTION_PRIMARY_KEY, COLLECTION_USER_ID, COLLECTION_API_SECRET
    """

    def __init__(self, config):
        self.config = config

    def requestToPay(self, mobile, amount, external_id, payee_note="", payer_message="", currency="EUR", *, ref, callback_url):
        """Asks for money under a reference id. To be asked for the same again is no error.

        :raises Refused: MoMo does not take it
        :raises OSError: no answer came; MoMo may have taken it
        """
        body = {
            "payer": {"partyIdType": "MSISDN", "partyId": mobile},
            "payeeNote": payee_note,
            "payerMessage": payer_message,
            "externalId": external_id,
            "currency": currency,
            "amount": str(amount),
        }
        headers = {"X-Reference-Id": ref, "X-Callback-Url": callback_url}
        try:
            self._ask("POST", "/collection/v1_0/requesttopay", headers, body)
        except Refused as refused:
            if refused.code != KNOWN:
                raise
        return {"transaction_ref": ref}

    def getTransactionStatus(self, transaction_id):
        """:raises OSError: no answer came"""
        return self._ask("GET", f"/collection/v1_0/requesttopay/{transaction_id}")

    def getAuthToken(self):
        config = self.config
        pair = f"{config['COLLECTION_USER_ID']}:{config['COLLECTION_API_SECRET']}"
        headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
        return self._send("POST", "/collection/token/", headers)["access_token"]

    def _ask(self, method, path, headers=None, body=None):
        headers = {
            **(headers or {}),
            "Authorization": "Bearer " + self.getAuthToken(),
            "X-Target-Environment": self.config["ENVIRONMENT"],
        }
        return self._send(method, path, headers, body)

    def _send(self, method, path, headers, body=None):
        headers = {**headers, "Ocp-Apim-Subscription-Key": self.config["COLLECTION_PRIMARY_KEY"], "User-Agent": "fruit-shop"}
        data = b"" if method == "POST" else None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.config["BASE_URL"] + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, _code_of(error.read())) from None


def _code_of(text):
    try:
        return json.loads(text).get("code")
    except (ValueError, AttributeError):
        return None
