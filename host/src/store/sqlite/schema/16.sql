-- What the host itself has brought about, and for which no deliveries are made yet. Written with what it tells of. A number is never
-- given twice: deliveries have it.
CREATE TABLE notice (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant INTEGER NOT NULL REFERENCES tenant,
  account INTEGER NOT NULL REFERENCES account,
  body TEXT NOT NULL
) STRICT;
-- Invoices whose terms have passed, and when somebody is reminded of them: the first time, the second, ...
CREATE TABLE reminder (
  tenant INTEGER NOT NULL REFERENCES tenant,
  account INTEGER NOT NULL REFERENCES account,
  invoice TEXT NOT NULL,
  since TEXT NOT NULL,
  step INTEGER NOT NULL,
  due_at TEXT NOT NULL,
  PRIMARY KEY (account, invoice)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_due ON reminder (due_at);
-- How a tenant collects, where it is not as the host does: lists of days in JSON.
CREATE TABLE collection (
  tenant INTEGER PRIMARY KEY REFERENCES tenant,
  retry_after_days TEXT NOT NULL,
  remind_after_days TEXT NOT NULL
) STRICT;
