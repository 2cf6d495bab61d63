-- As `sqlite/schema/17.sql`.
CREATE TABLE stripe_customer (
  account BIGINT PRIMARY KEY REFERENCES account,
  tenant BIGINT NOT NULL,
  key TEXT NOT NULL,
  customer TEXT UNIQUE
);
ALTER TABLE stripe_customer ENABLE ROW LEVEL SECURITY; ALTER TABLE stripe_customer FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON stripe_customer USING (mine(tenant));
