-- New ratings are counted by their arrival: what is new to the models is what came in since, however old it says it is.
DROP INDEX monitoring.interaction_rated;
CREATE INDEX interaction_rated ON monitoring.interaction (received_at) WHERE rating IS NOT NULL;
