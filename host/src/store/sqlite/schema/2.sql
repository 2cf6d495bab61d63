-- What an answer depends on beside events and rulebook, so that old books can be made again to the byte.
CREATE TABLE batch (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  engine TEXT NOT NULL,
  as_of TEXT NOT NULL,
  payments TEXT NOT NULL
) STRICT;
ALTER TABLE event ADD COLUMN batch INTEGER REFERENCES batch;
CREATE INDEX batch_of ON batch (account, seq);
