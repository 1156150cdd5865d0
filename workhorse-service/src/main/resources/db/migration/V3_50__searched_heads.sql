-- Searches compare the beginning of a value, which an index can hold however long the value is. As a column of its own, and not
-- an expression, it can be read from the index alone: a search then touches a few neighbouring pages of one key instead of
-- a page of the table for each run.
ALTER TABLE tracking.run_param ADD COLUMN head text COLLATE "C" GENERATED ALWAYS AS (left(value, 64)) STORED;
ALTER TABLE tracking.run_tag ADD COLUMN head text COLLATE "C" GENERATED ALWAYS AS (left(value, 64)) STORED;
DROP INDEX tracking.run_param_value;
DROP INDEX tracking.run_tag_value;
CREATE INDEX run_param_value ON tracking.run_param (key, head, owner);
CREATE INDEX run_tag_value ON tracking.run_tag (key, head, owner);

-- How often a value occurs depends on its key; without knowing that, searches would begin at the wrong end.
CREATE STATISTICS tracking.run_param_key_head (mcv) ON key, head FROM tracking.run_param;
CREATE STATISTICS tracking.run_tag_key_head (mcv) ON key, head FROM tracking.run_tag;
ALTER STATISTICS tracking.run_param_key_head SET STATISTICS 1000;
ALTER STATISTICS tracking.run_tag_key_head SET STATISTICS 1000;
