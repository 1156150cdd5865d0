-- In which of a source's forms the data was: a release of MovieLens may be CSV, 1M, 10M or 100K.
ALTER TABLE catalog.ingestions ADD COLUMN form text NOT NULL DEFAULT '';
