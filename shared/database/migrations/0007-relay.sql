-- Old code keeps working: new indexes only.
set local role events_owner;

-- The reconciler reads the events of one consumer, in order; audit's are all of them.
create index on events.journal (xid, id) where consumers @> '{recurrence}';
create index on events.journal (xid, id) where consumers @> '{notification}';
-- When was this place published?
create index on events.samples (xid, id);
-- What a person asked to have published again, at once.
create index on events.republished (event_id) where at = '-infinity';

reset role;
