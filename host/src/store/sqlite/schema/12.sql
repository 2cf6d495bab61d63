-- Who posted a batch; when time alone next brings something about, and who looks after that; what is asked of gateways; documents
-- under their numbers.
ALTER TABLE batch ADD COLUMN who TEXT;
ALTER TABLE account ADD COLUMN due_at TEXT;
-- What is due of accounts that are here already shows when time passes there once.
UPDATE account SET due_at = CASE WHEN length(as_of) = 20 THEN substr(as_of, 1, 19) || '.000Z' ELSE as_of END;
CREATE INDEX account_due ON account (due_at) WHERE due_at IS NOT NULL;
-- A tenant's own time, where it is tried out: it stands still, or goes on to a goal as fast as what is due can be done.
-- An account that is replayed is left alone until then (seconds since 1970).
ALTER TABLE account ADD COLUMN rests_until INTEGER;
ALTER TABLE tenant ADD COLUMN clock TEXT;
ALTER TABLE tenant ADD COLUMN clock_goal TEXT;
CREATE INDEX account_of_tenant_due ON account (tenant, due_at) WHERE due_at IS NOT NULL;
-- An account that a host looks after until then (seconds since 1970); with the problem, where time cannot pass there.
CREATE TABLE watch (
  account INTEGER PRIMARY KEY REFERENCES account,
  tenant INTEGER NOT NULL,
  due_at TEXT NOT NULL,
  host TEXT NOT NULL,
  until INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  problem TEXT
) STRICT;
-- Hosts at their duties, and when each was last heard of, in seconds since 1970: what one has claimed that is gone is free.
CREATE TABLE host (
  id TEXT PRIMARY KEY,
  seen INTEGER NOT NULL
) STRICT;
-- What a gateway is asked: charges, debits, dues and what goes back. It is made with the effect that asks for it.
CREATE TABLE payment (
  tenant INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  charge TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  method TEXT NOT NULL,
  invoice TEXT,
  asked_at TEXT NOT NULL,
  -- wanted, sent, pending; paid, failed, void: over.
  state TEXT NOT NULL,
  gateway TEXT,
  reference TEXT,
  reason TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  -- Which attempt it is: each has a key of its own at the gateway.
  attempt INTEGER NOT NULL DEFAULT 1,
  -- When something is to be done about it, by the tenant's time.
  due_at TEXT,
  host TEXT,
  until INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, charge)
) STRICT;
CREATE INDEX payment_due ON payment (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payment_by_reference ON payment (reference) WHERE reference IS NOT NULL;
-- Numbers of documents, in a row for each kind: what is taken is taken with the document.
CREATE TABLE series (
  tenant INTEGER NOT NULL REFERENCES tenant,
  kind TEXT NOT NULL,
  prefix TEXT NOT NULL,
  digits INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind)
) STRICT;
CREATE TABLE document (
  tenant INTEGER NOT NULL REFERENCES tenant,
  kind TEXT NOT NULL,
  place INTEGER NOT NULL,
  prefix TEXT NOT NULL,
  digits INTEGER NOT NULL,
  number TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  -- What the engine calls it.
  name TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  due_on TEXT,
  due TEXT NOT NULL,
  engine TEXT NOT NULL,
  draft TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, place),
  UNIQUE (tenant, number),
  UNIQUE (account, kind, name)
) STRICT;
CREATE TRIGGER document_stays BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER document_is_kept BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
-- What the simulated gateway was asked: its own, beside the books.
CREATE TABLE simulated (
  tenant INTEGER NOT NULL,
  key TEXT NOT NULL,
  tries INTEGER NOT NULL,
  account TEXT,
  amount TEXT,
  method TEXT,
  made_at TEXT,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
