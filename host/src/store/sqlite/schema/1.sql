CREATE TABLE rulebook (
  digest TEXT PRIMARY KEY,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  rulebook TEXT NOT NULL REFERENCES rulebook,
  opening TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Ids are unique for as long as the books are kept: a replay finds its first self.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, id)
) STRICT;
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, id)
) STRICT;
CREATE TABLE effect (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, id)
) STRICT;
CREATE INDEX event_of ON event (account, seq);
CREATE INDEX entry_of ON entry (account, seq);
CREATE INDEX effect_of ON effect (account, seq);
