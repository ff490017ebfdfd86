-- Old code keeps working: new tables only.
set local role todo_owner;

-- The view on notices filters by the setting that the lock leaves, with its owner's rights.
grant usage on schema todo to notification_owner;
grant execute on function todo.current_users() to notification_owner;

reset role;
set local role notification_owner;

-- A planned ringing. Only a hint: whether it rings is decided from the task when its time has come.
create table notification.timers (
  id uuid primary key, -- uuid v5 of task, reminder and instant: the same plan twice is one row
  user_id uuid not null,
  task_id uuid not null,
  reminder_id uuid not null,
  rings_at timestamptz not null,
  -- The event that planned it: what it causes points back there.
  event_id uuid not null,
  sequence bigint not null,
  correlation_id uuid not null,
  traceparent text,
  state text not null default 'pending' check (state in ('pending', 'rung', 'dropped')),
  -- When a worker may take it: its time, or the end of the lease of the one that has it.
  claimable_at timestamptz not null,
  lease_token uuid,
  attempts integer not null default 0,
  finished_at timestamptz
);
create index on notification.timers (claimable_at) where state = 'pending';
create index on notification.timers (finished_at) where state <> 'pending';
create index on notification.timers (user_id);

-- What rang, for whoever shows it: read by sequence, like the tasks.
create table notification.notices (
  id uuid primary key, -- that of its timer
  user_id uuid not null,
  task_id uuid not null,
  reminder_id uuid not null,
  title text not null,
  due jsonb,
  rings_at timestamptz not null,
  late_ms integer not null,
  sequence bigint not null, -- of the event reminder.due
  created_at timestamptz not null
);
create index on notification.notices (user_id, sequence);
create index on notification.notices (created_at);

-- A notice on its way out of the product, once a channel, until the other side has taken it or nobody tries any more.
create table notification.deliveries (
  notice_id uuid not null references notification.notices on delete cascade, -- also the webhook-id of every attempt
  channel text not null check (channel in ('webhook')),
  user_id uuid not null,
  -- The event reminder.due.
  event_id uuid not null,
  correlation_id uuid not null,
  traceparent text,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'cancelled')),
  claimable_at timestamptz not null,
  lease_token uuid,
  attempts integer not null default 0,
  detail text not null default '',
  finished_at timestamptz,
  primary key (notice_id, channel)
);
create index on notification.deliveries (claimable_at) where state = 'pending';

-- Users who are gone, and up to where: nothing at or below that number comes back, in whatever order events arrive.
create table notification.erased (
  user_id uuid primary key,
  sequence bigint not null
);

create view notification.own_notices as
  select id, user_id, task_id, title, due, rings_at, late_ms, sequence, created_at from notification.notices
  where user_id = any (todo.current_users());

grant usage on schema notification to todo_notification, todo_sync;
grant select, insert, update, delete on notification.timers, notification.notices, notification.deliveries, notification.erased
  to todo_notification;
grant select on notification.own_notices to todo_sync;

reset role;
