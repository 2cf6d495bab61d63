-- As `sqlite/schema/14.sql`.
-- Where a tenant's effects are told. Kinds: `webhook`, of the tenant's making; `owners`, for the URLs that effects carry; `mail`.
CREATE TABLE outlet (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant BIGINT NOT NULL REFERENCES tenant,
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
  former_until BIGINT,
  enabled BIGINT NOT NULL,
  -- Why it is not.
  why TEXT,
  -- Since when nothing has come through.
  failing_since BIGINT,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  UNIQUE (tenant, kind, id)
);
CREATE INDEX outlet_open ON outlet (tenant) WHERE enabled = 1 AND kind = 'webhook';
-- Accounts that have effects, from one to another, for which no deliveries are made yet. A turn writes it with the effects.
CREATE TABLE outbox (
  account BIGINT PRIMARY KEY REFERENCES account,
  tenant BIGINT NOT NULL,
  next BIGINT NOT NULL,
  upto BIGINT NOT NULL
);
-- An effect, or a test, that an outlet is told. `part`: the address or URL among several.
CREATE TABLE delivery (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant BIGINT NOT NULL,
  outlet BIGINT NOT NULL REFERENCES outlet ON DELETE CASCADE,
  -- 0: of no account.
  account BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  part TEXT NOT NULL,
  event TEXT NOT NULL,
  type TEXT NOT NULL,
  -- What is told where it is no effect.
  body TEXT,
  -- `waiting`, `sent` or `dead`.
  state TEXT NOT NULL,
  -- Since it was last begun, and in all.
  tries BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  done_at BIGINT,
  UNIQUE (outlet, account, seq, part)
);
CREATE INDEX delivery_next ON delivery (outlet, account, part, seq) WHERE state = 'waiting';
CREATE INDEX delivery_of ON delivery (outlet, number);
CREATE INDEX delivery_in ON delivery (tenant, number);
CREATE INDEX delivery_dead ON delivery (tenant, number) WHERE state = 'dead';
CREATE INDEX delivery_by_age ON delivery (made_at) WHERE state = 'sent';
CREATE TABLE attempt (
  tenant BIGINT NOT NULL,
  delivery BIGINT NOT NULL REFERENCES delivery ON DELETE CASCADE,
  n BIGINT NOT NULL,
  at BIGINT NOT NULL,
  -- Of the answer, where there was one.
  status BIGINT,
  took BIGINT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (delivery, n)
);
-- The deliveries of one account at one outlet go one after the other. Whoever works on it puts `due_at` off for as long as that
-- may take, and adds one to `fence`: what comes later under an older number is not written.
CREATE TABLE lane (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant BIGINT NOT NULL,
  outlet BIGINT NOT NULL REFERENCES outlet ON DELETE CASCADE,
  account BIGINT NOT NULL,
  part TEXT NOT NULL,
  -- NULL: nothing waits.
  due_at BIGINT,
  -- 1: somebody works on it, until then at the latest.
  held BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  UNIQUE (outlet, account, part)
) WITH (fillfactor = 70);
CREATE INDEX lane_due ON lane (outlet, due_at) WHERE due_at IS NOT NULL;
-- How a tenant's mail is worded, where it is not as the host words it.
CREATE TABLE mail_template (
  tenant BIGINT NOT NULL REFERENCES tenant,
  type TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  plain TEXT NOT NULL,
  html TEXT,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  PRIMARY KEY (tenant, type, language)
);
CREATE TABLE mail_setting (
  tenant BIGINT PRIMARY KEY REFERENCES tenant,
  language TEXT NOT NULL,
  sender TEXT,
  reply_to TEXT
);
-- What was delivered to the host itself, for development: the last of it.
CREATE TABLE inbox (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant BIGINT NOT NULL REFERENCES tenant,
  body TEXT NOT NULL
);
CREATE INDEX inbox_of ON inbox (tenant, number);

ALTER TABLE outlet ENABLE ROW LEVEL SECURITY; ALTER TABLE outlet FORCE ROW LEVEL SECURITY;
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY; ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery ENABLE ROW LEVEL SECURITY; ALTER TABLE delivery FORCE ROW LEVEL SECURITY;
ALTER TABLE attempt ENABLE ROW LEVEL SECURITY; ALTER TABLE attempt FORCE ROW LEVEL SECURITY;
ALTER TABLE lane ENABLE ROW LEVEL SECURITY; ALTER TABLE lane FORCE ROW LEVEL SECURITY;
ALTER TABLE mail_template ENABLE ROW LEVEL SECURITY; ALTER TABLE mail_template FORCE ROW LEVEL SECURITY;
ALTER TABLE mail_setting ENABLE ROW LEVEL SECURITY; ALTER TABLE mail_setting FORCE ROW LEVEL SECURITY;
ALTER TABLE inbox ENABLE ROW LEVEL SECURITY; ALTER TABLE inbox FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON outlet USING (mine(tenant));
CREATE POLICY mine ON outbox USING (mine(tenant));
CREATE POLICY mine ON delivery USING (mine(tenant));
CREATE POLICY mine ON attempt USING (mine(tenant));
CREATE POLICY mine ON lane USING (mine(tenant));
CREATE POLICY mine ON mail_template USING (mine(tenant));
CREATE POLICY mine ON mail_setting USING (mine(tenant));
CREATE POLICY mine ON inbox USING (mine(tenant));
