-- How a tenant's papers look.
CREATE TABLE brand (
  tenant INTEGER PRIMARY KEY REFERENCES tenant,
  document TEXT NOT NULL
) STRICT;
-- Papers as they were when they were first made: by what they tell, and how.
CREATE TABLE paper (
  tenant INTEGER NOT NULL REFERENCES tenant,
  name TEXT NOT NULL,
  pdf BLOB NOT NULL,
  PRIMARY KEY (tenant, name)
) STRICT;
CREATE TRIGGER paper_stays BEFORE UPDATE ON paper BEGIN SELECT RAISE(ABORT, 'a paper stays as it was made'); END;
CREATE TRIGGER paper_is_kept BEFORE DELETE ON paper BEGIN SELECT RAISE(ABORT, 'a paper stays as it was made'); END;
