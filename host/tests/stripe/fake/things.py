"""What Stripe has, and what becomes of it: https://docs.stripe.com/api, as much of it as a host asks for."""

import json
import time

OBJECTS = {}
EVENTS = []
COUNT = [0]


class Refused(Exception):
    def __init__(self, status, kind, code=None, message="refused", **more):
        super().__init__(message)
        error = {"type": kind, "message": message, **more}
        if code:
            error["code"] = code
        self.status, self.body = status, {"error": error}


def new(prefix, kind, **fields):
    COUNT[0] += 1
    made = {"id": f"{prefix}_{COUNT[0]:06}", "object": kind, "created": int(time.time()), **fields}
    OBJECTS[made["id"]] = made
    return made


def find(name, kind):
    found = OBJECTS.get(name)
    if not found or found["object"] != kind:
        raise Refused(404, "invalid_request_error", "resource_missing", f"No such {kind}: '{name}'")
    return found


def public(thing):
    return {name: value for name, value in thing.items() if not name.startswith("_")}


def tell(kind, thing):
    EVENTS.append({"id": f"evt_{len(EVENTS) + 1:06}", "object": "event", "created": int(time.time()), "type": kind,
                   "data": {"object": json.loads(json.dumps(public(thing)))}})


def customers(form):
    return new("cus", "customer", metadata=form.get("metadata", {}), description=form.get("description"))


def setup_intents(form):
    find(form["customer"], "customer")
    return new("seti", "setup_intent", customer=form["customer"], usage=form["usage"], status="requires_payment_method",
               payment_method=None, next_action=None, metadata=form.get("metadata", {}),
               payment_method_types=form["payment_method_types"], client_secret=f"seti_secret_{COUNT[0]}")


def verify(name, form):
    intent = find(name, "setup_intent")
    if intent["status"] != "requires_action":
        raise Refused(400, "invalid_request_error", "setup_intent_unexpected_state", "nothing is to be verified")
    if form.get("amounts") != ["32", "45"] and form.get("descriptor_code") != "SM11AA":
        intent["_tries"] = intent.get("_tries", 0) + 1
        code = "payment_method_microdeposit_verification_amounts_mismatch"
        raise Refused(400, "invalid_request_error", code, "The amounts provided do not match")
    intent.update(status="succeeded", next_action=None)
    tell("setup_intent.succeeded", intent)
    return intent


def detach(name):
    method = find(name, "payment_method")
    if method["customer"] is None:
        raise Refused(400, "invalid_request_error", "payment_method_not_attached", "it is attached to nobody")
    method["customer"] = None
    return method


def payment_intents(form):
    amount, method = int(form["amount"]), find(form["payment_method"], "payment_method")
    if method["customer"] != form["customer"]:
        raise Refused(400, "invalid_request_error", "resource_missing", "The customer does not have a payment method with "
                      f"the ID {method['id']}.", param="payment_method")
    if method["type"] not in form["payment_method_types"]:
        raise Refused(400, "invalid_request_error", "payment_method_type_mismatch", "it is of another type")
    if form.get("off_session") != "true" or form.get("confirm") != "true":
        raise Refused(400, "invalid_request_error", "parameter_missing", "off_session and confirm")
    if amount < 50:
        raise Refused(400, "invalid_request_error", "amount_too_small", "Amount must be at least $0.50 usd")
    intent = new("pi", "payment_intent", amount=amount, currency=form["currency"], customer=form["customer"],
                 payment_method=method["id"], payment_method_types=form["payment_method_types"],
                 metadata=form.get("metadata", {}), amount_received=0, latest_charge=None, last_payment_error=None,
                 next_action=None, status="processing")
    does = method["_does"].pop(0) if len(method["_does"]) > 1 else method["_does"][0]
    if does == "ok":
        succeed(intent)
    elif does == "processing":
        tell("payment_intent.processing", intent)
    elif does == "authentication":
        intent.update(status="requires_action", next_action={"type": "use_stripe_sdk"})
    else:
        fail(intent, does)
        error = intent["last_payment_error"]
        raise Refused(402, error["type"], error["code"], error["message"], decline_code=error["decline_code"],
                      payment_intent=public(intent))
    return intent


def succeed(intent):
    method = OBJECTS[intent["payment_method"]]
    charge = new("ch", "charge", amount=intent["amount"], captured=True, payment_intent=intent["id"],
                 metadata=intent["metadata"], payment_method_details={"type": method["type"]})
    intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"])
    tell("payment_intent.succeeded", intent)


def fail(intent, code):
    intent.update(status="requires_payment_method", last_payment_error={
        "type": "card_error", "code": "card_declined", "decline_code": code, "message": "Your card was declined."})
    tell("payment_intent.payment_failed", intent)


def cancel(name):
    intent = find(name, "payment_intent")
    if intent["status"] in ("succeeded", "processing", "canceled"):
        raise Refused(400, "invalid_request_error", "payment_intent_unexpected_state", "it cannot be cancelled")
    intent["status"] = "canceled"
    return intent


def refunds(form):
    intent, amount = find(form["payment_intent"], "payment_intent"), int(form["amount"])
    gone = sum(refund["amount"] for refund in of("refund") if refund["payment_intent"] == intent["id"])
    if amount > intent["amount_received"] - gone:
        raise Refused(400, "invalid_request_error", "amount_too_large", "more than what is left")
    refund = new("re", "refund", amount=amount, currency=intent["currency"], payment_intent=intent["id"],
                 metadata=form.get("metadata", {}), status="succeeded")
    tell("charge.refunded", OBJECTS[intent["latest_charge"]])
    return refund


def of(kind):
    return [thing for thing in OBJECTS.values() if thing["object"] == kind]


def listed(kind, field, query):
    found = [thing for thing in of(kind) if thing[field] == query[field]]
    since = query.get("created", {}).get("gte")
    found = [thing for thing in reversed(found) if since is None or thing["created"] >= int(since)]
    if "starting_after" in query:
        found = found[[thing["id"] for thing in found].index(query["starting_after"]) + 1:]
    # Small pages: whoever looks has to turn them.
    most = min(int(query.get("limit", 10)), 3)
    return {"object": "list", "data": [public(thing) for thing in found[:most]], "has_more": len(found) > most}


def answered(method, path, form):
    parts = path.split("/")[2:]
    match (method, parts):
        case ("POST", ["customers"]):
            return customers(form)
        case ("POST", ["setup_intents"]):
            return setup_intents(form)
        case ("GET", ["setup_intents", name]):
            return find(name, "setup_intent")
        case ("POST", ["setup_intents", name, "verify_microdeposits"]):
            return verify(name, form)
        case ("GET", ["payment_methods", name]):
            return find(name, "payment_method")
        case ("POST", ["payment_methods", name, "detach"]):
            return detach(name)
        case ("POST", ["payment_intents"]):
            return payment_intents(form)
        case ("GET", ["payment_intents"]):
            return listed("payment_intent", "customer", form)
        case ("GET", ["payment_intents", name]):
            intent = find(name, "payment_intent")
            if "latest_charge" in form.get("expand", []) and intent["latest_charge"]:
                return {**intent, "latest_charge": OBJECTS[intent["latest_charge"]]}
            return intent
        case ("POST", ["payment_intents", name, "cancel"]):
            return cancel(name)
        case ("POST", ["refunds"]):
            return refunds(form)
        case ("GET", ["refunds"]):
            return listed("refund", "payment_intent", form)
        case ("GET", ["disputes", name]):
            return find(name, "dispute")
    raise Refused(404, "invalid_request_error", None, f"Unrecognized request URL ({method}: {path})")
