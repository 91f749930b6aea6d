# Asks for a token as a Python program without any library does.
import json
import sys
import urllib.request

url, authorization, key = sys.argv[1:]
headers = {"Authorization": authorization, "Ocp-Apim-Subscription-Key": key}
request = urllib.request.Request(url, data=b"", headers=headers, method="POST")
with urllib.request.urlopen(request) as answer:
    print(json.dumps({"status": answer.status, "url": answer.url, "body": json.load(answer)}))
