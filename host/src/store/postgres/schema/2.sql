-- As `sqlite/schema/9.sql`.
CREATE TABLE api_key (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- NULL: the host's operator.
  tenant BIGINT REFERENCES tenant,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  hash TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  ends_at BIGINT,
  successor TEXT,
  used_at BIGINT
);
CREATE INDEX api_key_of ON api_key (tenant, number);
CREATE TABLE console_user (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant BIGINT NOT NULL REFERENCES tenant,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  -- 0: the user's own password, 1: a temporary one, 2: a temporary one that was used.
  standing BIGINT NOT NULL,
  temporary_until BIGINT,
  disabled BIGINT NOT NULL DEFAULT 0,
  failures BIGINT NOT NULL DEFAULT 0,
  failed_at BIGINT NOT NULL DEFAULT 0,
  seed TEXT,
  pending_seed TEXT,
  last_step BIGINT,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  signed_in_at BIGINT,
  UNIQUE (tenant, name)
);
CREATE TABLE recovery_code (
  tenant BIGINT NOT NULL,
  owner BIGINT NOT NULL REFERENCES console_user,
  hash TEXT NOT NULL,
  PRIMARY KEY (owner, hash)
);
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  tenant BIGINT NOT NULL,
  owner BIGINT NOT NULL REFERENCES console_user,
  hash TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE INDEX session_of ON session (owner);
CREATE INDEX session_in ON session (tenant);
CREATE TABLE customer_token (
  id TEXT PRIMARY KEY,
  tenant BIGINT NOT NULL REFERENCES tenant,
  account TEXT COLLATE "C" NOT NULL,
  settings TEXT NOT NULL,
  hash TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  ends_at BIGINT NOT NULL,
  FOREIGN KEY (tenant, account) REFERENCES account (tenant, id)
);
CREATE INDEX customer_token_of ON customer_token (tenant, made_by);
CREATE INDEX customer_token_by_end ON customer_token (tenant, ends_at);
-- Who changed what of it.
CREATE TABLE audit (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- NULL: what is of no tenant.
  tenant BIGINT REFERENCES tenant,
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL,
  request TEXT NOT NULL
);
CREATE INDEX audit_of ON audit (tenant, number);
CREATE FUNCTION log_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION log_stays();

-- What is of no tenant is the host's own.
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY; ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
ALTER TABLE console_user ENABLE ROW LEVEL SECURITY; ALTER TABLE console_user FORCE ROW LEVEL SECURITY;
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY; ALTER TABLE recovery_code FORCE ROW LEVEL SECURITY;
ALTER TABLE session ENABLE ROW LEVEL SECURITY; ALTER TABLE session FORCE ROW LEVEL SECURITY;
ALTER TABLE customer_token ENABLE ROW LEVEL SECURITY; ALTER TABLE customer_token FORCE ROW LEVEL SECURITY;
ALTER TABLE audit ENABLE ROW LEVEL SECURITY; ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE FUNCTION mine_or_hosts(tenant BIGINT) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('counterfoil.tenant', true) IN ('*', coalesce(tenant::text, '*'))
$$;
CREATE POLICY mine ON api_key USING (mine_or_hosts(tenant));
CREATE POLICY mine ON console_user USING (mine(tenant));
CREATE POLICY mine ON recovery_code USING (mine(tenant));
CREATE POLICY mine ON session USING (mine(tenant));
CREATE POLICY mine ON customer_token USING (mine(tenant));
CREATE POLICY mine ON audit USING (mine_or_hosts(tenant));
