-- Almost all runs are FINISHED, an index is of no use for them. Who asks for those that run or have failed should not have to
-- look at all others.
CREATE INDEX run_unusual ON tracking.run (experiment_id, status) WHERE status <> 'FINISHED';
