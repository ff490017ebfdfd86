-- Old code keeps working: new tables only.
set local role todo_owner;

create type todo.priority as enum ('none', 'low', 'medium', 'high', 'urgent');

create table todo.users (
  id uuid primary key, -- uuid v5 of issuer and subject: known before anything is read
  issuer text not null,
  subject text not null,
  email text,
  time_zone text not null,
  locale text not null,
  preferences jsonb not null,
  version integer not null,
  sequence bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table todo.series (
  id uuid primary key,
  user_id uuid not null,
  rule jsonb not null,
  time_zone text not null,
  floating boolean not null,
  template jsonb not null,
  ended_at timestamptz,
  version integer not null,
  sequence bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index on todo.series (user_id, sequence);

create table todo.tasks (
  id uuid primary key,
  user_id uuid not null,
  title text not null,
  description text not null,
  priority todo.priority not null,
  tags text[] not null,
  status text not null check (status in ('open', 'completed', 'skipped')),
  due_on date,
  due_time time,
  due_zone text,
  due_floating boolean,
  due_at timestamptz, -- computed by the application, with the zone data named in tzdata
  tzdata text,
  reminders jsonb not null,
  series_id uuid references todo.series,
  predecessor_id uuid unique,
  ordinal integer not null,
  occurrence text,
  version integer not null,
  sequence bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz,
  deleted_at timestamptz,
  deleted_by text check (deleted_by in ('user', 'undo')),
  search tsvector not null generated always as
    (setweight(to_tsvector('simple'::regconfig, title), 'A') || setweight(to_tsvector('simple'::regconfig, description), 'B')) stored,
  check ((due_on is null) = (due_at is null) and (due_on is null) = (due_zone is null))
);
create index on todo.tasks (user_id, sequence);
create index on todo.tasks (user_id, status, due_at, id) where deleted_at is null;
create index on todo.tasks (user_id, created_at, id) where deleted_at is null;
create index on todo.tasks (user_id, updated_at, id) where deleted_at is null;
create index on todo.tasks (user_id, priority, due_at, id) where deleted_at is null;
create index on todo.tasks (user_id, lower(title), id) where deleted_at is null;
create index on todo.tasks (series_id, ordinal) where series_id is not null;
create index on todo.tasks using gin (user_id, search);
create index on todo.tasks using gin (user_id, title gin_trgm_ops);
create index on todo.tasks using gin (user_id, tags);

-- One row per request: the memory of idempotency keys, and the messages of a conversation.
create table todo.commands (
  user_id uuid not null,
  key text not null,
  id uuid not null, -- the correlation id of everything it caused
  fingerprint bytea not null,
  conversation_id uuid,
  text text,
  answer jsonb not null,
  at timestamptz not null default clock_timestamp(),
  primary key (user_id, key)
);
create index on todo.commands (user_id, conversation_id, at);
create index on todo.commands (at) where text is not null;

create table todo.conversations (
  id uuid primary key,
  user_id uuid not null,
  created_at timestamptz not null default clock_timestamp()
);
create index on todo.conversations (user_id);

-- Reads go through views with their owner's rights: under row security, full text, ILIKE and array conditions can use no index.
-- The sub-select is evaluated once a statement instead of once a row.
create function todo.current_users() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.user_ids', true), '')::uuid[];
create view todo.own_users as select * from todo.users where id = any ((select todo.current_users())::uuid[]);
create view todo.own_tasks as select * from todo.tasks where user_id = any ((select todo.current_users())::uuid[]);
create view todo.own_series as select * from todo.series where user_id = any ((select todo.current_users())::uuid[]);
create view todo.own_commands as select * from todo.commands where user_id = any ((select todo.current_users())::uuid[]);
create view todo.own_conversations as select * from todo.conversations where user_id = any ((select todo.current_users())::uuid[]);

-- Writes are guarded by row security, which fails closed: without the setting no row is there.
do $$
declare name text; owner_column text;
begin
  foreach name in array array['users', 'series', 'tasks', 'commands', 'conversations'] loop
    owner_column := case name when 'users' then 'id' else 'user_id' end;
    execute format('alter table todo.%I enable row level security', name);
    execute format('create policy own_rows on todo.%I using (%I = any (todo.current_users())) with check (%I = any (todo.current_users()))',
                   name, owner_column, owner_column);
  end loop;
end $$;

grant usage on schema todo to todo_chat, todo_recurrence, todo_notification, todo_sync;
grant select on todo.own_users, todo.own_tasks, todo.own_series to todo_chat, todo_recurrence, todo_notification, todo_sync;
grant select on todo.own_commands, todo.own_conversations to todo_chat;
grant select, insert, update on todo.users, todo.series, todo.tasks to todo_chat;
grant select, insert, update on todo.series, todo.tasks to todo_recurrence;
grant select, insert, update, delete on todo.commands, todo.conversations to todo_chat;
grant delete on todo.users, todo.series, todo.tasks to todo_chat;

reset role;
