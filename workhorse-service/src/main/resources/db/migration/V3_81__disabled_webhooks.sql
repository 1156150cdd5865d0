-- Why somebody else than its owner has disabled a webhook; null when nobody has.
ALTER TABLE tracking.webhook ADD COLUMN disabled_reason text;
