-- The method that somebody has named who wants an invoice paid now. NULL: it is collected by itself, by the account's own.
ALTER TABLE payment ADD COLUMN named TEXT;
