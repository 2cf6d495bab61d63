-- As `sqlite/schema/19.sql`.
CREATE TABLE receipt (
  tenant BIGINT NOT NULL REFERENCES tenant,
  place BIGINT NOT NULL,
  number TEXT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  entry BIGINT NOT NULL,
  PRIMARY KEY (tenant, place),
  UNIQUE (tenant, number),
  UNIQUE (account, entry)
);
INSERT INTO receipt SELECT tenant, place, 'RC-' || lpad(place::text, greatest(6, length(place::text)), '0'), account, seq FROM
  (SELECT tenant, account, seq, row_number() OVER (PARTITION BY tenant ORDER BY at, account, seq) AS place FROM entry
   WHERE kind IN ('top_up', 'recharge', 'bank_debit', 'invoice_payment')) AS paid;
INSERT INTO series SELECT tenant, 'receipt', 'RC-', 6, max(place) + 1 FROM receipt GROUP BY tenant;
CREATE TRIGGER receipt_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt EXECUTE FUNCTION stays();
ALTER TABLE receipt ENABLE ROW LEVEL SECURITY; ALTER TABLE receipt FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON receipt USING (mine(tenant));
