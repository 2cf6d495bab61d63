-- From when on a rulebook takes the place of another. An account goes over with the first turn that it has then.
CREATE TABLE activation (
  tenant INTEGER NOT NULL REFERENCES tenant,
  replaces TEXT NOT NULL,
  rulebook TEXT NOT NULL,
  begins TEXT NOT NULL,
  PRIMARY KEY (tenant, replaces),
  FOREIGN KEY (tenant, replaces) REFERENCES rulebook,
  FOREIGN KEY (tenant, rulebook) REFERENCES rulebook
) STRICT, WITHOUT ROWID;
-- Which account went over to which rulebook, after which of its batches.
CREATE TABLE moved (
  tenant INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  batch INTEGER NOT NULL,
  rulebook TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (account, batch),
  FOREIGN KEY (tenant, rulebook) REFERENCES rulebook
) STRICT, WITHOUT ROWID;
CREATE INDEX account_by_rulebook ON account (tenant, rulebook);
CREATE TRIGGER moved_stays BEFORE UPDATE ON moved BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER moved_is_kept BEFORE DELETE ON moved BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
