from standardwebhooks import Webhook


# The body as it came, before anything has read it. Raises where it is not from the host, or not of now.
def event(body: bytes, headers: dict[str, str], secret: str) -> dict:
    return Webhook(secret).verify(body, headers)
