-- As `sqlite/schema`, in PostgreSQL's words; beneath them stands one more wall: a session sees the rows of its tenant.
CREATE TABLE tenant (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
INSERT INTO tenant (name) VALUES ('main');
CREATE TABLE engine (
  digest TEXT PRIMARY KEY,
  wasm BYTEA NOT NULL
);
CREATE TABLE pulse (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  beats BIGINT NOT NULL
);
CREATE TABLE rulebook (
  tenant BIGINT NOT NULL REFERENCES tenant,
  digest TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (tenant, digest)
);
CREATE TABLE account (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant BIGINT NOT NULL REFERENCES tenant,
  -- Ids are put in order by their bytes, as everywhere.
  id TEXT COLLATE "C" NOT NULL,
  rulebook TEXT NOT NULL,
  opening TEXT NOT NULL,
  state TEXT NOT NULL,
  -- Goes up with each turn that is written: who writes says on which one it stands.
  version BIGINT NOT NULL DEFAULT 0,
  batches BIGINT NOT NULL DEFAULT 0,
  events BIGINT NOT NULL DEFAULT 0,
  entries BIGINT NOT NULL DEFAULT 0,
  effects BIGINT NOT NULL DEFAULT 0,
  -- Of the state.
  currency TEXT NOT NULL,
  balance TEXT NOT NULL,
  service TEXT NOT NULL,
  opened_at TEXT COLLATE "C" NOT NULL,
  as_of TEXT COLLATE "C" NOT NULL,
  UNIQUE (tenant, id),
  FOREIGN KEY (tenant, rulebook) REFERENCES rulebook
) WITH (fillfactor = 70);
CREATE TABLE batch (
  tenant BIGINT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  seq BIGINT NOT NULL,
  engine TEXT NOT NULL,
  rulebook TEXT NOT NULL,
  as_of TEXT NOT NULL,
  payments TEXT NOT NULL,
  wish TEXT,
  said TEXT,
  first_event BIGINT NOT NULL,
  events BIGINT NOT NULL,
  first_entry BIGINT NOT NULL,
  entries BIGINT NOT NULL,
  first_effect BIGINT NOT NULL,
  effects BIGINT NOT NULL,
  seal BYTEA,
  PRIMARY KEY (account, seq)
);
CREATE INDEX batch_by_wish ON batch (account, wish) WHERE wish IS NOT NULL;
-- Ids are unique for as long as the books are kept: a replay finds its first self.
CREATE TABLE event (
  tenant BIGINT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  seq BIGINT NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, seq),
  UNIQUE (account, id)
);
CREATE TABLE entry (
  tenant BIGINT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  seq BIGINT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  balance TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, seq),
  UNIQUE (account, id)
);
CREATE TABLE effect (
  tenant BIGINT NOT NULL,
  account BIGINT NOT NULL REFERENCES account,
  seq BIGINT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, seq),
  UNIQUE (account, id)
);
CREATE INDEX effect_by_kind ON effect (account, kind, seq);
CREATE TABLE answer (
  tenant BIGINT NOT NULL REFERENCES tenant,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body BYTEA NOT NULL,
  kept_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, key)
);
CREATE INDEX answer_by_age ON answer (kept_at);

-- What is in the books stays as it is.
CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the books are append-only'; END $$;
CREATE TRIGGER batch_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON batch EXECUTE FUNCTION stays();
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON event EXECUTE FUNCTION stays();
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry EXECUTE FUNCTION stays();
CREATE TRIGGER effect_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON effect EXECUTE FUNCTION stays();
CREATE TRIGGER rulebook_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON rulebook EXECUTE FUNCTION stays();

-- A session says whose rows it works on; one that says nothing sees none. `*` is the host's own work on all of them.
CREATE FUNCTION mine(tenant BIGINT) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('counterfoil.tenant', true) IN ('*', tenant::text)
$$;
ALTER TABLE rulebook ENABLE ROW LEVEL SECURITY; ALTER TABLE rulebook FORCE ROW LEVEL SECURITY;
ALTER TABLE account ENABLE ROW LEVEL SECURITY; ALTER TABLE account FORCE ROW LEVEL SECURITY;
ALTER TABLE batch ENABLE ROW LEVEL SECURITY; ALTER TABLE batch FORCE ROW LEVEL SECURITY;
ALTER TABLE event ENABLE ROW LEVEL SECURITY; ALTER TABLE event FORCE ROW LEVEL SECURITY;
ALTER TABLE entry ENABLE ROW LEVEL SECURITY; ALTER TABLE entry FORCE ROW LEVEL SECURITY;
ALTER TABLE effect ENABLE ROW LEVEL SECURITY; ALTER TABLE effect FORCE ROW LEVEL SECURITY;
ALTER TABLE answer ENABLE ROW LEVEL SECURITY; ALTER TABLE answer FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON rulebook USING (mine(tenant));
CREATE POLICY mine ON account USING (mine(tenant));
CREATE POLICY mine ON batch USING (mine(tenant));
CREATE POLICY mine ON event USING (mine(tenant));
CREATE POLICY mine ON entry USING (mine(tenant));
CREATE POLICY mine ON effect USING (mine(tenant));
CREATE POLICY mine ON answer USING (mine(tenant));

-- What stands in the engine's JSON, as columns; whoever looks sees what the tables under them let be seen.
CREATE VIEW posting WITH (security_invoker) AS
  SELECT entry.tenant, account.id AS account, entry.seq AS entry_seq, entry.id AS entry, entry.kind, entry.at::timestamptz AS at,
         value ->> 'book' AS book, (value ->> 'amount')::numeric AS amount, currency
  FROM entry JOIN account ON account.number = entry.account, jsonb_array_elements(entry.body::jsonb -> 'postings');
CREATE VIEW credit WITH (security_invoker) AS
  SELECT account.tenant, account.id AS account, value ->> 'grant' AS id, value ->> 'source' AS source,
         (value ->> 'amount')::numeric AS amount, (value ->> 'left')::numeric AS "left", currency,
         (value ->> 'from')::timestamptz AS "from", (value ->> 'until')::timestamptz AS until,
         (value ->> 'priority')::int AS priority
  FROM account, jsonb_array_elements(account.state::jsonb -> 'grants');
CREATE VIEW hold WITH (security_invoker) AS
  SELECT account.tenant, account.id AS account, value ->> 'hold' AS id, value ->> 'subaccount' AS subaccount,
         value ->> 'product' AS product, (value ->> 'quantity')::numeric AS quantity, value ->> 'unit' AS unit,
         (value ->> 'amount')::numeric AS amount, currency, (value ->> 'until')::timestamptz AS until
  FROM account, jsonb_array_elements(account.state::jsonb -> 'holds');
CREATE VIEW invoice WITH (security_invoker) AS
  SELECT effect.tenant, account.id AS account, effect.body::jsonb ->> 'invoice' AS id, effect.at::timestamptz AS at,
         (effect.body::jsonb ->> 'due')::numeric AS due, (effect.body::jsonb ->> 'due_on')::date AS due_on,
         (effect.body::jsonb ->> 'parked')::boolean AS parked, currency, effect.body::jsonb -> 'document' AS document
  FROM effect JOIN account ON account.number = effect.account WHERE effect.kind = 'invoice_drafted';
