-- Which versions an alias has pointed at, so that a roll back knows where to: the newest entry that is not undone is the present
-- one, the one before it the one to go back to.
CREATE TABLE tracking.alias_history (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    model_no bigint NOT NULL REFERENCES tracking.registered_model (no) ON DELETE CASCADE,
    alias text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    set_at bigint NOT NULL,
    undone boolean NOT NULL DEFAULT false
);
CREATE INDEX alias_history_of ON tracking.alias_history (model_no, alias, no DESC);

INSERT INTO tracking.alias_history (model_no, alias, version, set_at)
SELECT model_no, alias, version, (extract(epoch FROM now()) * 1000)::bigint FROM tracking.model_alias;
