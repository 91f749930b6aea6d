"""POSTs to the URL in argv[1] by httpx, and prints what comes back."""

import json
import sys

import httpx

url, authorization, key = sys.argv[1:4]
answer = httpx.post(url, headers={"Authorization": authorization, "Ocp-Apim-Subscription-Key": key}, timeout=30)
print(json.dumps({"status": answer.status_code, "body": answer.json()}))
