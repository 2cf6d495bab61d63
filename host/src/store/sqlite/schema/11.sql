-- Rulebooks in rows beside their key. Where the key is the table, to look for one is to read whole what it is compared with, and a
-- card of a hundred thousand prefixes is twelve megabytes: each turn that names its rulebook would read them.
CREATE TABLE rulebook_11 (
  tenant INTEGER NOT NULL REFERENCES tenant,
  digest TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (tenant, digest)
) STRICT;
INSERT INTO rulebook_11 SELECT tenant, digest, name, document FROM rulebook;
DROP TRIGGER rulebook_stays; DROP TRIGGER rulebook_is_kept;
DROP TABLE rulebook;
ALTER TABLE rulebook_11 RENAME TO rulebook;
CREATE TRIGGER rulebook_stays BEFORE UPDATE ON rulebook BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER rulebook_is_kept BEFORE DELETE ON rulebook BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
