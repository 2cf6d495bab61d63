-- Receipts have numbers of a series of their own: taken with the entry of the payment. Those of before have theirs in the order of time.
CREATE TABLE receipt (
  tenant INTEGER NOT NULL REFERENCES tenant,
  place INTEGER NOT NULL,
  number TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES account,
  -- Which entry of it is the payment.
  entry INTEGER NOT NULL,
  PRIMARY KEY (tenant, place),
  UNIQUE (tenant, number),
  UNIQUE (account, entry)
) STRICT;
INSERT INTO receipt SELECT tenant, place, printf('RC-%06d', place), account, seq FROM
  (SELECT tenant, account, seq, row_number() OVER (PARTITION BY tenant ORDER BY at, account, seq) AS place FROM entry
   WHERE kind IN ('top_up', 'recharge', 'bank_debit', 'invoice_payment'));
INSERT INTO series SELECT tenant, 'receipt', 'RC-', 6, max(place) + 1 FROM receipt GROUP BY tenant;
CREATE TRIGGER receipt_stays BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER receipt_is_kept BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
