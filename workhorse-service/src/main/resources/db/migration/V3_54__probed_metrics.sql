-- A search that walks along one metric asks for another one of each run that it meets. The key answers that by itself when it
-- holds what is asked, without a page of the table for each run.
ALTER TABLE tracking.latest_metric
    DROP CONSTRAINT latest_metric_pkey,
    ADD PRIMARY KEY (run_no, key_id) INCLUDE (indexed_value, experiment_id);
