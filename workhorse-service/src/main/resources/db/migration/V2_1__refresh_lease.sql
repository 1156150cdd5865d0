-- An entry is worked on by one instance at a time, without a transaction being open for as long as the work takes.
ALTER TABLE features.refresh_queue ADD COLUMN claimed_until timestamptz NOT NULL DEFAULT '-infinity';
