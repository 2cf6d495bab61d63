-- As `sqlite/schema/12.sql`.
ALTER TABLE batch ADD COLUMN who TEXT;
ALTER TABLE account ADD COLUMN due_at TEXT COLLATE "C";
UPDATE account SET due_at = CASE WHEN length(as_of) = 20 THEN substr(as_of, 1, 19) || '.000Z' ELSE as_of END;
CREATE INDEX account_due ON account (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX account_of_tenant_due ON account (tenant, due_at) WHERE due_at IS NOT NULL;
ALTER TABLE account ADD COLUMN rests_until BIGINT;
ALTER TABLE tenant ADD COLUMN clock TEXT COLLATE "C";
ALTER TABLE tenant ADD COLUMN clock_goal TEXT COLLATE "C";
CREATE TABLE watch (
  account BIGINT PRIMARY KEY REFERENCES account,
  tenant BIGINT NOT NULL,
  due_at TEXT NOT NULL,
  host TEXT NOT NULL,
  until BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  problem TEXT
);
CREATE TABLE host (
  id TEXT PRIMARY KEY,
  seen BIGINT NOT NULL
);
CREATE TABLE payment (
  tenant BIGINT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  charge TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  method TEXT NOT NULL,
  invoice TEXT,
  asked_at TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL,
  gateway TEXT,
  reference TEXT,
  reason TEXT,
  tries BIGINT NOT NULL DEFAULT 0,
  -- Which attempt it is: each has a key of its own at the gateway.
  attempt BIGINT NOT NULL DEFAULT 1,
  due_at TEXT COLLATE "C",
  host TEXT,
  until BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account, charge)
);
CREATE INDEX payment_due ON payment (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payment_by_reference ON payment (reference) WHERE reference IS NOT NULL;
CREATE TABLE series (
  tenant BIGINT NOT NULL REFERENCES tenant,
  kind TEXT NOT NULL,
  prefix TEXT NOT NULL,
  digits BIGINT NOT NULL,
  next BIGINT NOT NULL,
  PRIMARY KEY (tenant, kind)
);
CREATE TABLE document (
  tenant BIGINT NOT NULL REFERENCES tenant,
  kind TEXT NOT NULL,
  place BIGINT NOT NULL,
  prefix TEXT NOT NULL,
  digits BIGINT NOT NULL,
  number TEXT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  name TEXT NOT NULL,
  issued_on TEXT COLLATE "C" NOT NULL,
  due_on TEXT COLLATE "C",
  due TEXT NOT NULL,
  engine TEXT NOT NULL,
  draft TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, place),
  UNIQUE (tenant, number),
  UNIQUE (account, kind, name)
);
CREATE TRIGGER document_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON document EXECUTE FUNCTION stays();
ALTER TABLE watch ENABLE ROW LEVEL SECURITY; ALTER TABLE watch FORCE ROW LEVEL SECURITY;
ALTER TABLE payment ENABLE ROW LEVEL SECURITY; ALTER TABLE payment FORCE ROW LEVEL SECURITY;
ALTER TABLE series ENABLE ROW LEVEL SECURITY; ALTER TABLE series FORCE ROW LEVEL SECURITY;
ALTER TABLE document ENABLE ROW LEVEL SECURITY; ALTER TABLE document FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON watch USING (mine(tenant));
CREATE POLICY mine ON payment USING (mine(tenant));
CREATE POLICY mine ON series USING (mine(tenant));
CREATE POLICY mine ON document USING (mine(tenant));
CREATE TABLE simulated (
  tenant BIGINT NOT NULL,
  key TEXT NOT NULL,
  tries BIGINT NOT NULL,
  account TEXT,
  amount TEXT,
  method TEXT,
  made_at TEXT COLLATE "C",
  PRIMARY KEY (tenant, key)
);
ALTER TABLE simulated ENABLE ROW LEVEL SECURITY; ALTER TABLE simulated FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON simulated USING (mine(tenant));
