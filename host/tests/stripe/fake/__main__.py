"""A stand-in for Stripe that keeps idempotency as Stripe does, fails as it is told to, and counts what has moved money.

It is a process of its own, and goes on where the host is killed: `python3 fake PORT_FILE`. What Stripe has is under `/v1`, as
https://docs.stripe.com/api has it; what tests tell it is under `/_fake`:

- `POST /_fake/faults`: a list of `{"call": "POST /v1/refunds", "skip": 0, "fault": "…"}`; each happens once, `*` is any call.
- `POST /_fake/host`: `{"pid", "url", "secret"}`, whom it kills and tells.
- `POST /_fake/confirm`: a payer gives a method for a setup intent, and how it behaves.
- `POST /_fake/settle`, `/_fake/dispute`, `/_fake/forget`: a bank answers, a payer disputes (`/_fake/decide`: and wins or loses), a day passes and keys are forgotten.
- `POST /_fake/tell`: webhooks go out: which, how often, in which order. `GET /_fake/ledger`: what has moved.
"""

import hashlib
import hmac
import json
import os
import signal
import socket
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from things import EVENTS, OBJECTS, Refused, answered, fail, find, new, of, public, succeed, tell

LOCK = threading.RLock()
KEYS = {}
FAULTS = []
CALLS = []
HOST = {}


def tree(pairs):
    made = {}
    for name, value in pairs:
        parts = name.replace("]", "").split("[")
        at = made
        for part, following in zip(parts, parts[1:] + [None]):
            if following is None:
                if part == "" or isinstance(at, list):
                    at.append(value)
                else:
                    at[part] = value
            else:
                at = at.setdefault(part, [] if following == "" else {})
    return made


def once(method, path, form, key, fails):
    """Status and body of a call. The first answer under a key is kept, a fault of Stripe's own as well."""
    said = hashlib.sha256(json.dumps([method, path, form], sort_keys=True).encode()).hexdigest()
    with LOCK:
        if key in KEYS:
            kept, status, body = KEYS[key]
            if kept != said:
                return Refused(400, "idempotency_error", None, "Keys for idempotent requests can only be used with the "
                               "same parameters they were first used with.")
            return status, body
        if fails == "500_before":
            status, body = 500, {"error": {"type": "api_error", "message": "an error of Stripe's"}}
        else:
            try:
                status, body = 200, public(answered(method, path, form))
                if fails == "wrong_amount":
                    OBJECTS[body["id"]].update(amount=body["amount"] + 100, amount_received=body["amount"] + 100)
                    body = public(OBJECTS[body["id"]])
                if fails == "wrong_currency":
                    OBJECTS[body["id"]]["currency"] = "eur" if body["currency"] == "usd" else "usd"
                    body = public(OBJECTS[body["id"]])
            except Refused as refused:
                status, body = refused.status, refused.body
                # What was not begun is not kept.
                if status != 402:
                    return status, body
            if fails == "500_after":
                status, body = 500, {"error": {"type": "api_error", "message": "an error of Stripe's"}}
        if key:
            KEYS[key] = (said, status, json.loads(json.dumps(body)))
        return status, body


def control(path, told):
    match path:
        case "/_fake/faults":
            FAULTS[:] = told
        case "/_fake/host":
            HOST.update(told)
        case "/_fake/confirm":
            intent = find(told["setup_intent"], "setup_intent")
            kind = intent["payment_method_types"][0]
            last4 = told.get("last4", "4242")
            looks = {"card": {"brand": "visa", "last4": last4, "exp_month": 12, "exp_year": 2034},
                     "us_bank_account": {"last4": last4, "bank_name": "STRIPE TEST BANK"}}[kind]
            method = new("pm", "payment_method", type=kind, customer=intent["customer"],
                         billing_details={"name": "Jenny Rosen"}, **{kind: looks})
            method["_does"] = told["does"]
            intent["payment_method"] = method["id"]
            if kind == "card":
                intent["status"] = "succeeded"
                tell("setup_intent.succeeded", intent)
            else:
                intent.update(status="requires_action", next_action={
                    "type": "verify_with_microdeposits", "verify_with_microdeposits": {
                        "microdeposit_type": "amounts", "arrival_date": 1735689600,
                        "hosted_verification_url": "https://payments.stripe.com/microdeposit/x"}})
            return method
        case "/_fake/settle":
            intent = find(told["intent"], "payment_intent")
            if "failed" in told:
                fail(intent, told["failed"])
            else:
                succeed(intent)
        case "/_fake/dispute":
            intent = find(told["intent"], "payment_intent")
            dispute = new("du", "dispute", payment_intent=intent["id"], charge=intent["latest_charge"],
                          amount=told.get("amount", intent["amount"]), currency=intent["currency"],
                          status=told.get("status", "needs_response"), reason=told.get("reason", "fraudulent"))
            tell("charge.dispute.created", dispute)
            tell("charge.dispute.funds_withdrawn", dispute)
            return dispute
        case "/_fake/decide":
            dispute = find(told["dispute"], "dispute")
            dispute["status"] = told["status"]
            tell("charge.dispute.closed", dispute)
        case "/_fake/forget":
            KEYS.clear()
        case "/_fake/tell":
            return told_host(told)
        case "/_fake/ledger":
            return {"payments": [public(intent) for intent in of("payment_intent")],
                    "refunds": [public(refund) for refund in of("refund")],
                    "disputes": [public(dispute) for dispute in of("dispute")],
                    "customers": [public(customer) for customer in of("customer")],
                    "methods": [public(method) for method in of("payment_method")], "calls": list(CALLS)}
        case _:
            raise Refused(404, "invalid_request_error")
    return {}


def told_host(told):
    """Sends what has happened, as often and in the order that is asked for. Answers with what the host has answered."""
    events = [event for event in EVENTS if not told.get("types") or event["type"] in told["types"]]
    events = (events[::-1] if told.get("backwards") else events) * told.get("times", 1)
    statuses = []
    for event in events:
        body = json.dumps(event).encode()
        at = str(int(time.time()) - told.get("age", 0))
        secret = told.get("secret", HOST["secret"]).encode()
        mac = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
        request = urllib.request.Request(HOST["url"], data=body, headers={
            "Content-Type": "application/json; charset=utf-8", "Stripe-Signature": f"t={at},v1={mac}"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                statuses.append(answer.status)
        except urllib.error.HTTPError as error:
            statuses.append(error.code)
    return {"statuses": statuses}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def drop(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def kill(self):
        # One that has just begun has not said yet who it is.
        if HOST.get("pid"):
            os.kill(HOST["pid"], signal.SIGKILL)
        self.drop()

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def serve(self):
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if url.path.startswith("/_fake/"):
            told = json.loads(body or "{}")
            if url.path == "/_fake/tell":
                return self.answer(200, told_host(told))
            with LOCK:
                return self.answer(200, public(control(url.path, told)))
        if self.headers.get("Authorization") != "Bearer sk_test_fake":
            return self.answer(401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}})
        if not self.headers.get("Stripe-Version"):
            return self.answer(400, {"error": {"type": "invalid_request_error", "message": "no Stripe-Version"}})
        form = tree(parse_qsl(body if self.command == "POST" else url.query, keep_blank_values=True))
        return self.stripes(url.path, form)

    def fault(self, call):
        with LOCK:
            CALLS.append({"call": call, "key": self.headers.get("Idempotency-Key")})
            for fault in FAULTS:
                if fault["call"] in ("*", call):
                    fault["skip"] = fault.get("skip", 0) - 1
                    if fault["skip"] < 0:
                        FAULTS.remove(fault)
                        return fault["fault"]
        return None

    def stripes(self, path, form):
        key = self.headers.get("Idempotency-Key") if self.command == "POST" else None
        fault = self.fault(f"{self.command} {path}")
        match fault:
            case "kill_before":
                return self.kill()
            case "drop_before":
                return self.drop()
            case "409":
                return self.answer(409, {"error": {"type": "idempotency_error_in_use", "message": "in use",
                                                   "code": "idempotency_key_in_use"}})
            case "429":
                return self.answer(429, {"error": {"type": "rate_limit_error", "message": "too many"}})
            case "401":
                return self.answer(401, {"error": {"type": "invalid_request_error", "message": "Expired API Key"}})
        told = once(self.command, path, form, key, fault)
        status, body = (told.status, told.body) if isinstance(told, Refused) else told
        match fault:
            case "kill_after":
                return self.kill()
            case "drop_after":
                return self.drop()
            case "slow":
                time.sleep(20)
            case "half":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b'{"object": "payment_intent", "id"')
                return self.drop()
        self.answer(status, body)
        if fault == "kill_answered":
            self.wfile.flush()
            self.kill()
        return None

    do_GET = do_POST = serve


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        # Whoever asked is gone: that is what is tried here.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with open(sys.argv[1] + ".draft", "w", encoding="utf-8") as file:
        file.write(str(server.server_port))
    os.rename(sys.argv[1] + ".draft", sys.argv[1])
    server.serve_forever()
