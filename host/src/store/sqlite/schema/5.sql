-- The files of the engines that have made these books, so that any of it can be made again.
CREATE TABLE engine (
  digest TEXT PRIMARY KEY,
  wasm BLOB NOT NULL
) STRICT;
