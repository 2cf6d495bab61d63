-- Tenants; accounts by number; what an account has made is numbered within it, and has columns of its own beside the engine's JSON.
DROP TRIGGER batch_stays; DROP TRIGGER batch_is_kept;
DROP TRIGGER event_stays; DROP TRIGGER event_is_kept;
DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept;
DROP TRIGGER effect_stays; DROP TRIGGER effect_is_kept;
DROP TRIGGER rulebook_stays; DROP TRIGGER rulebook_is_kept;
DROP INDEX batch_by_wish; DROP INDEX answer_by_age;
ALTER TABLE rulebook RENAME TO rulebook_7;
ALTER TABLE account RENAME TO account_7;
ALTER TABLE event RENAME TO event_7;
ALTER TABLE entry RENAME TO entry_7;
ALTER TABLE effect RENAME TO effect_7;
ALTER TABLE batch RENAME TO batch_7;
ALTER TABLE answer RENAME TO answer_7;

-- Which migrations have been made, and of which text.
CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL
) STRICT;
CREATE TABLE tenant (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO tenant VALUES (1, 'main');
CREATE TABLE rulebook (
  tenant INTEGER NOT NULL REFERENCES tenant,
  digest TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (tenant, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE account (
  number INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant,
  id TEXT NOT NULL,
  rulebook TEXT NOT NULL,
  opening TEXT NOT NULL,
  state TEXT NOT NULL,
  -- Goes up with each turn that is written: who writes says on which one it stands.
  version INTEGER NOT NULL DEFAULT 0,
  batches INTEGER NOT NULL DEFAULT 0,
  events INTEGER NOT NULL DEFAULT 0,
  entries INTEGER NOT NULL DEFAULT 0,
  effects INTEGER NOT NULL DEFAULT 0,
  -- Of the state.
  currency TEXT NOT NULL,
  balance TEXT NOT NULL,
  service TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  as_of TEXT NOT NULL,
  UNIQUE (tenant, id),
  FOREIGN KEY (tenant, rulebook) REFERENCES rulebook
) STRICT;
CREATE TABLE batch (
  tenant INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  seq INTEGER NOT NULL,
  engine TEXT NOT NULL,
  rulebook TEXT NOT NULL,
  as_of TEXT NOT NULL,
  payments TEXT NOT NULL,
  wish TEXT,
  said TEXT,
  first_event INTEGER NOT NULL,
  events INTEGER NOT NULL,
  first_entry INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  first_effect INTEGER NOT NULL,
  effects INTEGER NOT NULL,
  seal BLOB,
  PRIMARY KEY (account, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_by_wish ON batch (account, wish) WHERE wish IS NOT NULL;
-- Ids are unique for as long as the books are kept: a replay finds its first self.
CREATE TABLE event (
  tenant INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, seq),
  UNIQUE (account, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
  tenant INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  balance TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, seq),
  UNIQUE (account, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE effect (
  tenant INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, seq),
  UNIQUE (account, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX effect_by_kind ON effect (account, kind, seq);
CREATE TABLE answer (
  tenant INTEGER NOT NULL REFERENCES tenant,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  kept_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_by_age ON answer (kept_at);

INSERT INTO rulebook SELECT 1, digest, coalesce(json_extract(document, '$.name'), ''), document FROM rulebook_7;
INSERT INTO account (tenant, id, rulebook, opening, state, batches, events, entries, effects, currency, balance, service,
                     opened_at, as_of)
  SELECT 1, id, rulebook, opening, state,
         (SELECT count(*) FROM batch_7 WHERE account = account_7.id),
         (SELECT count(*) FROM event_7 WHERE account = account_7.id),
         (SELECT count(*) FROM entry_7 WHERE account = account_7.id),
         (SELECT count(*) FROM effect_7 WHERE account = account_7.id),
         state ->> 'currency', state ->> 'balance', state ->> 'service', state ->> 'opened_at', state ->> 'as_of'
  FROM account_7 ORDER BY id;
CREATE TEMP TABLE place AS
  SELECT 'event' AS of, seq AS old, batch, row_number() OVER (PARTITION BY account ORDER BY seq) AS seq FROM event_7
  UNION ALL SELECT 'entry', seq, NULL, row_number() OVER (PARTITION BY account ORDER BY seq) FROM entry_7
  UNION ALL SELECT 'effect', seq, NULL, row_number() OVER (PARTITION BY account ORDER BY seq) FROM effect_7;
CREATE INDEX temp.place_of ON place (of, old);
CREATE INDEX temp.place_in ON place (batch, seq) WHERE batch IS NOT NULL;
INSERT INTO batch
  SELECT 1, number, row_number() OVER (PARTITION BY account_7.id ORDER BY batch_7.seq), engine, batch_7.rulebook, batch_7.as_of, payments, wish,
         said, coalesce((SELECT min(seq) FROM place WHERE batch = batch_7.seq), 0),
         (SELECT count(*) FROM place WHERE batch = batch_7.seq),
         coalesce((SELECT seq FROM place WHERE of = 'entry' AND old = first_entry), 0), batch_7.entries,
         coalesce((SELECT seq FROM place WHERE of = 'effect' AND old = first_effect), 0), batch_7.effects, seal
  FROM batch_7 JOIN account_7 ON account_7.id = batch_7.account JOIN account ON account.id = batch_7.account
  ORDER BY number, batch_7.seq;
INSERT INTO event
  SELECT 1, number, place.seq, event_7.id, digest, coalesce(body ->> 'type', ''), coalesce(body ->> 'time', ''), body
  FROM event_7 JOIN account ON account.id = account JOIN place ON of = 'event' AND old = event_7.seq ORDER BY number, place.seq;
INSERT INTO entry
  SELECT 1, number, place.seq, entry_7.id, body ->> 'event', body ->> 'kind', body ->> 'time', body ->> 'balance', body
  FROM entry_7 JOIN account ON account.id = account JOIN place ON of = 'entry' AND old = entry_7.seq ORDER BY number, place.seq;
INSERT INTO effect
  SELECT 1, number, place.seq, effect_7.id, body ->> 'event', body ->> 'type', body ->> 'time', body
  FROM effect_7 JOIN account ON account.id = account JOIN place ON of = 'effect' AND old = effect_7.seq ORDER BY number, place.seq;
INSERT INTO answer SELECT 1, key, fingerprint, status, kind, body, kept_at FROM answer_7;
DROP TABLE temp.place;
DROP TABLE event_7;
DROP TABLE entry_7;
DROP TABLE effect_7;
DROP TABLE batch_7;
DROP TABLE account_7;
DROP TABLE rulebook_7;
DROP TABLE answer_7;

-- What is in the books stays as it is.
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

-- What stands in the engine's JSON, as columns.
CREATE VIEW posting AS
  SELECT entry.tenant, account.id AS account, entry.seq AS entry_seq, entry.id AS entry, entry.kind, entry.at,
         value ->> 'book' AS book, value ->> 'amount' AS amount, currency
  FROM entry JOIN account ON account.number = entry.account, json_each(entry.body, '$.postings');
CREATE VIEW credit AS
  SELECT account.tenant, account.id AS account, value ->> 'grant' AS id, value ->> 'source' AS source,
         value ->> 'amount' AS amount, value ->> 'left' AS "left", currency, value ->> 'from' AS "from",
         value ->> 'until' AS until, value ->> 'priority' AS priority
  FROM account, json_each(account.state, '$.grants');
CREATE VIEW hold AS
  SELECT account.tenant, account.id AS account, value ->> 'hold' AS id, value ->> 'subaccount' AS subaccount,
         value ->> 'product' AS product, value ->> 'quantity' AS quantity, value ->> 'unit' AS unit,
         value ->> 'amount' AS amount, currency, value ->> 'until' AS until
  FROM account, json_each(account.state, '$.holds');
CREATE VIEW invoice AS
  SELECT effect.tenant, account.id AS account, effect.body ->> 'invoice' AS id, effect.at,
         effect.body ->> 'due' AS due, effect.body ->> 'due_on' AS due_on, effect.body ->> 'parked' AS parked, currency,
         effect.body ->> 'document' AS document
  FROM effect JOIN account ON account.number = effect.account WHERE effect.kind = 'invoice_drafted';
