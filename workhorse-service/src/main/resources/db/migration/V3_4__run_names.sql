-- People look runs up by name.
CREATE INDEX run_name ON tracking.run (experiment_id, name);
