-- Whoever makes a batch again looks for its events.
CREATE INDEX event_by_batch ON event (batch, seq);
-- What is written to see whether anything can be.
CREATE TABLE pulse (id INTEGER PRIMARY KEY CHECK (id = 1), beats INTEGER NOT NULL) STRICT;
