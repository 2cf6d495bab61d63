-- What the host itself has brought about, and for which no deliveries are made yet. Written with what it tells of.
CREATE TABLE notice (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant BIGINT NOT NULL REFERENCES tenant,
  account BIGINT NOT NULL REFERENCES account,
  body TEXT NOT NULL
);
-- Invoices whose terms have passed, and when somebody is reminded of them: the first time, the second, ...
CREATE TABLE reminder (
  tenant BIGINT NOT NULL REFERENCES tenant,
  account BIGINT NOT NULL REFERENCES account,
  invoice TEXT NOT NULL,
  since TEXT NOT NULL,
  step BIGINT NOT NULL,
  due_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account, invoice)
);
CREATE INDEX reminder_due ON reminder (due_at);
-- How a tenant collects, where it is not as the host does: lists of days in JSON.
CREATE TABLE collection (
  tenant BIGINT PRIMARY KEY REFERENCES tenant,
  retry_after_days TEXT NOT NULL,
  remind_after_days TEXT NOT NULL
);
ALTER TABLE notice ENABLE ROW LEVEL SECURITY; ALTER TABLE notice FORCE ROW LEVEL SECURITY;
ALTER TABLE reminder ENABLE ROW LEVEL SECURITY; ALTER TABLE reminder FORCE ROW LEVEL SECURITY;
ALTER TABLE collection ENABLE ROW LEVEL SECURITY; ALTER TABLE collection FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON notice USING (mine(tenant));
CREATE POLICY mine ON reminder USING (mine(tenant));
CREATE POLICY mine ON collection USING (mine(tenant));
