-- From when on a rulebook takes the place of another. An account goes over with the first turn that it has then.
CREATE TABLE activation (
  tenant BIGINT NOT NULL REFERENCES tenant,
  replaces TEXT COLLATE "C" NOT NULL,
  rulebook TEXT NOT NULL,
  begins TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, replaces),
  FOREIGN KEY (tenant, replaces) REFERENCES rulebook,
  FOREIGN KEY (tenant, rulebook) REFERENCES rulebook
);
-- Which account went over to which rulebook, after which of its batches.
CREATE TABLE moved (
  tenant BIGINT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  batch BIGINT NOT NULL,
  rulebook TEXT NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account, batch),
  FOREIGN KEY (tenant, rulebook) REFERENCES rulebook
);
CREATE INDEX account_by_rulebook ON account (tenant, rulebook);
CREATE TRIGGER moved_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON moved EXECUTE FUNCTION stays();
ALTER TABLE activation ENABLE ROW LEVEL SECURITY; ALTER TABLE activation FORCE ROW LEVEL SECURITY;
ALTER TABLE moved ENABLE ROW LEVEL SECURITY; ALTER TABLE moved FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON activation USING (mine(tenant));
CREATE POLICY mine ON moved USING (mine(tenant));
