import { Webhook } from "standardwebhooks";

// The body as it came, before anything has read it. Throws where it is not from the host, or not of now.
export function event(body, headers, secret) {
  return new Webhook(secret).verify(body, headers);
}
