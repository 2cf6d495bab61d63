-- How a tenant's papers look.
CREATE TABLE brand (
  tenant BIGINT PRIMARY KEY REFERENCES tenant,
  document TEXT NOT NULL
);
-- Papers as they were when they were first made: by what they tell, and how.
CREATE TABLE paper (
  tenant BIGINT NOT NULL REFERENCES tenant,
  name TEXT COLLATE "C" NOT NULL,
  pdf BYTEA NOT NULL,
  PRIMARY KEY (tenant, name)
);
CREATE TRIGGER paper_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON paper EXECUTE FUNCTION stays();
ALTER TABLE brand ENABLE ROW LEVEL SECURITY; ALTER TABLE brand FORCE ROW LEVEL SECURITY;
ALTER TABLE paper ENABLE ROW LEVEL SECURITY; ALTER TABLE paper FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON brand USING (mine(tenant));
CREATE POLICY mine ON paper USING (mine(tenant));
