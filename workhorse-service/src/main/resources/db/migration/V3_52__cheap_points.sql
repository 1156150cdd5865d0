-- A run counts the points it has logged, and a point's position is its place in that count. The number is taken when the run's
-- row is locked, so that a batch is written by one statement that reads nothing first.
ALTER TABLE tracking.run ADD COLUMN points integer NOT NULL DEFAULT 0;
UPDATE tracking.run r SET points = logged.points
FROM (SELECT run_no, max(points) AS points FROM tracking.latest_metric GROUP BY run_no) logged
WHERE logged.run_no = r.no;
ALTER TABLE tracking.latest_metric DROP COLUMN points;

-- A value that an index holds costs an entry in every index of its table when it changes, and the value that counts changes
-- with each point of a training run. Searches look at a copy of it, which is brought up to date when a run ends and before a
-- search; the runs that need it are marked.
ALTER TABLE tracking.latest_metric ADD COLUMN indexed_value double precision;
UPDATE tracking.latest_metric SET indexed_value = value;
ALTER TABLE tracking.latest_metric ALTER COLUMN indexed_value SET NOT NULL;
DROP INDEX tracking.latest_metric_value;
CREATE INDEX latest_metric_value ON tracking.latest_metric (experiment_id, key_id, indexed_value, run_no);

ALTER TABLE tracking.run ADD COLUMN unindexed boolean NOT NULL DEFAULT false;
CREATE INDEX run_unindexed ON tracking.run (experiment_id) WHERE unindexed;
