-- As `sqlite/schema/18.sql`.
ALTER TABLE payment ADD COLUMN named TEXT;
