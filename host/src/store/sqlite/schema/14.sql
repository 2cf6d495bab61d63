-- What follows from the books is told: to webhooks, to URLs that owners have set, by mail. Times are milliseconds since 1970.
-- Where a tenant's effects are told. Kinds: `webhook`, of the tenant's making; `owners`, for the URLs that effects carry; `mail`.
CREATE TABLE outlet (
  number INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  -- JSON lists; of all where they are empty.
  types TEXT NOT NULL,
  accounts TEXT NOT NULL,
  -- What is signed with, sealed where the host has a key to seal with; the one before it is good until its time.
  secret TEXT NOT NULL,
  former TEXT,
  former_until INTEGER,
  enabled INTEGER NOT NULL,
  -- Why it is not.
  why TEXT,
  -- Since when nothing has come through.
  failing_since INTEGER,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  UNIQUE (tenant, kind, id)
) STRICT;
CREATE INDEX outlet_open ON outlet (tenant) WHERE enabled = 1 AND kind = 'webhook';
-- Accounts that have effects, from one to another, for which no deliveries are made yet. A turn writes it with the effects.
CREATE TABLE outbox (
  account INTEGER PRIMARY KEY REFERENCES account,
  tenant INTEGER NOT NULL,
  next INTEGER NOT NULL,
  upto INTEGER NOT NULL
) STRICT;
-- An effect, or a test, that an outlet is told. `part`: the address or URL among several.
CREATE TABLE delivery (
  number INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL,
  outlet INTEGER NOT NULL REFERENCES outlet ON DELETE CASCADE,
  -- 0: of no account.
  account INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  part TEXT NOT NULL,
  event TEXT NOT NULL,
  type TEXT NOT NULL,
  -- What is told where it is no effect.
  body TEXT,
  -- `waiting`, `sent` or `dead`.
  state TEXT NOT NULL,
  -- Since it was last begun, and in all.
  tries INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  done_at INTEGER,
  UNIQUE (outlet, account, seq, part)
) STRICT;
CREATE INDEX delivery_next ON delivery (outlet, account, part, seq) WHERE state = 'waiting';
CREATE INDEX delivery_of ON delivery (outlet, number);
CREATE INDEX delivery_in ON delivery (tenant, number);
CREATE INDEX delivery_dead ON delivery (tenant, number) WHERE state = 'dead';
CREATE INDEX delivery_by_age ON delivery (made_at) WHERE state = 'sent';
CREATE TABLE attempt (
  tenant INTEGER NOT NULL,
  delivery INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- Of the answer, where there was one.
  status INTEGER,
  took INTEGER NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (delivery, n)
) STRICT, WITHOUT ROWID;
-- The deliveries of one account at one outlet go one after the other. Whoever works on it puts `due_at` off for as long as that
-- may take, and adds one to `fence`: what comes later under an older number is not written.
CREATE TABLE lane (
  number INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL,
  outlet INTEGER NOT NULL REFERENCES outlet ON DELETE CASCADE,
  account INTEGER NOT NULL,
  part TEXT NOT NULL,
  -- NULL: nothing waits.
  due_at INTEGER,
  -- 1: somebody works on it, until then at the latest.
  held INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  UNIQUE (outlet, account, part)
) STRICT;
CREATE INDEX lane_due ON lane (outlet, due_at) WHERE due_at IS NOT NULL;
-- How a tenant's mail is worded, where it is not as the host words it.
CREATE TABLE mail_template (
  tenant INTEGER NOT NULL REFERENCES tenant,
  type TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  plain TEXT NOT NULL,
  html TEXT,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  PRIMARY KEY (tenant, type, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE mail_setting (
  tenant INTEGER PRIMARY KEY REFERENCES tenant,
  language TEXT NOT NULL,
  sender TEXT,
  reply_to TEXT
) STRICT;
-- What was delivered to the host itself, for development: the last of it.
CREATE TABLE inbox (
  number INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_of ON inbox (tenant, number);
