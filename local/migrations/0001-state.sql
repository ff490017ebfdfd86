-- Old code keeps working: a new table only.
create schema if not exists local;

-- State where no daprd runs, with the meaning of Dapr's PostgreSQL store: a new ETag by every write, expired rows do not exist.
create table local.state (
  key text primary key,
  -- json, not jsonb: it keeps every string that JSON allows, \u0000 included.
  value json not null,
  etag uuid not null default gen_random_uuid(),
  expires_at timestamptz
);

create index on local.state (expires_at) where expires_at is not null;
