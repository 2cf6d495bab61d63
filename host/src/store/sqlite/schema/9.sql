-- Who may pass. Of keys, tokens and sessions a digest is kept (SHA-256), of passwords a slow one (Argon2id); the seed of a second
-- factor is kept as it is, since codes are made from it. Times are seconds since 1970, those of the log milliseconds.
CREATE TABLE api_key (
  number INTEGER PRIMARY KEY,
  -- NULL: the host's operator.
  tenant INTEGER REFERENCES tenant,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  hash TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  ends_at INTEGER,
  successor TEXT,
  used_at INTEGER
) STRICT;
CREATE INDEX api_key_of ON api_key (tenant, number);
CREATE TABLE console_user (
  number INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  -- 0: the user's own password, 1: a temporary one, 2: a temporary one that was used.
  standing INTEGER NOT NULL,
  temporary_until INTEGER,
  disabled INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  failed_at INTEGER NOT NULL DEFAULT 0,
  seed TEXT,
  pending_seed TEXT,
  last_step INTEGER,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  signed_in_at INTEGER,
  UNIQUE (tenant, name)
) STRICT;
CREATE TABLE recovery_code (
  tenant INTEGER NOT NULL,
  owner INTEGER NOT NULL REFERENCES console_user,
  hash TEXT NOT NULL,
  PRIMARY KEY (owner, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  tenant INTEGER NOT NULL,
  owner INTEGER NOT NULL REFERENCES console_user,
  hash TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of ON session (owner);
CREATE INDEX session_in ON session (tenant);
CREATE TABLE customer_token (
  id TEXT PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant,
  account TEXT NOT NULL,
  settings TEXT NOT NULL,
  hash TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  ends_at INTEGER NOT NULL,
  FOREIGN KEY (tenant, account) REFERENCES account (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_token_of ON customer_token (tenant, made_by);
CREATE INDEX customer_token_by_end ON customer_token (tenant, ends_at);
-- Who changed what of it.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  -- NULL: what is of no tenant.
  tenant INTEGER REFERENCES tenant,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL,
  request TEXT NOT NULL
) STRICT;
CREATE INDEX audit_of ON audit (tenant, number);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
