-- What is in the books stays as it is: each batch of an account is sealed with the one before it, and nothing is changed or
-- taken out.
ALTER TABLE batch ADD COLUMN seal BLOB;
CREATE TRIGGER batch_stays BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER batch_is_kept BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER effect_stays BEFORE UPDATE ON effect BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER effect_is_kept BEFORE DELETE ON effect BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER rulebook_stays BEFORE UPDATE ON rulebook BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER rulebook_is_kept BEFORE DELETE ON rulebook BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
