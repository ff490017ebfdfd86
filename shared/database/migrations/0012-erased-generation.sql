-- Old code keeps working: new columns have a default.
set local role notification_owner;

-- After a restore numbers are given out again in a new generation: an erasure of the lost branch must not reach what was planned since.
alter table notification.timers add column generation integer not null default 1;
alter table notification.erased add column generation integer not null default 1;

reset role;
