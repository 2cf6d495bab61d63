-- Answers under keys of the callers' own. They are no part of the books, and are let go of after a time.
CREATE TABLE answer (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  kept_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_by_age ON answer (kept_at);
