-- The answer is kept with what it answered: what was wished, and all that was told but the lists, which are in the books.
ALTER TABLE batch ADD COLUMN rulebook TEXT REFERENCES rulebook;
ALTER TABLE batch ADD COLUMN wish TEXT;
ALTER TABLE batch ADD COLUMN said TEXT;
ALTER TABLE batch ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN first_entry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN first_effect INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN effects INTEGER NOT NULL DEFAULT 0;
UPDATE batch SET rulebook = (SELECT rulebook FROM account WHERE account.id = batch.account);
CREATE INDEX batch_by_wish ON batch (account, wish) WHERE wish IS NOT NULL;
