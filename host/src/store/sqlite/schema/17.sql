-- Which customer an account is at Stripe. The key comes first: a customer is made once for it, whoever asks how often.
CREATE TABLE stripe_customer (
  account INTEGER PRIMARY KEY REFERENCES account,
  tenant INTEGER NOT NULL,
  key TEXT NOT NULL,
  -- NULL: it is being made.
  customer TEXT UNIQUE
) STRICT;
