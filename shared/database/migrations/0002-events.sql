-- Old code keeps working: new tables only.
set local role events_owner;

-- One counter per user; the link of the head is what the next event is chained to.
create table events.streams (
  user_id uuid primary key,
  sequence bigint not null,
  link bytea not null
) with (fillfactor = 50);

-- What happened, in the bytes that are published. Append-only but for retention; a cursor over (xid, id) never looks back.
create table events.journal (
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  event_id uuid not null unique,
  user_id uuid not null,
  generation integer not null,
  sequence bigint not null,
  type text not null,
  source text not null,
  subject text not null,
  time timestamptz not null,
  link bytea not null,
  causation_id uuid,
  correlation_id uuid not null,
  traceparent text,
  data text not null check (octet_length(data) <= 262144),
  consumers text[] not null,
  primary key (xid, id),
  unique (user_id, sequence),
  -- The Kafka source drops or damages anything else in a header.
  constraint attributes_are_printable_ascii check ((type || source || subject || coalesce(traceparent, '')) ~ '^[ -~]+$')
);
create index on events.journal (user_id, correlation_id);

-- The relay's place, fenced by the term of its lease. The system identifier tells a restored cluster from the one the position belongs to.
create table events.cursor (
  one boolean primary key default true check (one),
  generation integer not null default 1,
  system_identifier text,
  xid xid8 not null default '0',
  id bigint not null default 0,
  term bigint not null default 0,
  holder text,
  lease_until timestamptz
);
insert into events.cursor default values;

-- When the cursor passed which place: the publish time of an event, to within a sample.
create table events.samples (
  at timestamptz primary key default clock_timestamp(),
  xid xid8 not null,
  id bigint not null
);

-- Inbox, dead-letter list and the reconciler's evidence in one: what a consumer has done with an event, written with the effect.
create table events.handled (
  consumer text not null,
  event_id uuid not null,
  outcome text not null check (outcome in ('done', 'refused')),
  reason text,
  at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);
create index on events.handled (at) where outcome = 'refused';

-- How far every event is known to be handled, and what was published again in the meantime.
create table events.reconciled (
  consumer text primary key,
  xid xid8 not null default '0',
  id bigint not null default 0
);
create table events.republished (
  consumer text not null,
  event_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);

/* The first statement of every transaction that writes: waits for these users, sets the row security setting, returns each head and the clock.
   (xid, id) is the order in which transactions *begin* to write; holding the lock before the transaction has an xid makes it each user's commit order. */
create function events.lock(users uuid[])
returns table (user_id uuid, sequence bigint, link bytea, generation integer, now timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
begin
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'events.lock must come before the first write of a transaction' using errcode = 'TD001';
  end if;
  -- In the order of the key, not of the user: two users may share a key, and two batches must not wait for each other.
  perform pg_advisory_xact_lock(k.key)
    from (select distinct hashtextextended(u::text, 7) as key from unnest(users) as u order by key) as k;
  perform set_config('app.user_ids', users::text, true), set_config('events.locked', users::text, true);
  -- A new statement, so a snapshot from after the wait.
  return query
    select u.id, coalesce(s.sequence, 0), coalesce(s.link, '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea),
           c.generation, date_trunc('milliseconds', clock_timestamp())
    from unnest(users) as u(id) cross join events.cursor as c left join events.streams as s on s.user_id = u.id;
end $$;

/* The same for whichever of these users is free now; the others are not returned. Never waits. */
create function events.try_lock(users uuid[])
returns table (user_id uuid, sequence bigint, link bytea, generation integer, now timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
declare free uuid[];
begin
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'events.try_lock must come before the first write of a transaction' using errcode = 'TD001';
  end if;
  select coalesce(array_agg(u), '{}') into free from unnest(users) as u where pg_try_advisory_xact_lock(hashtextextended(u::text, 7));
  perform set_config('app.user_ids', free::text, true), set_config('events.locked', free::text, true);
  return query
    select u.id, coalesce(s.sequence, 0), coalesce(s.link, '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea),
           c.generation, date_trunc('milliseconds', clock_timestamp())
    from unnest(free) as u(id) cross join events.cursor as c left join events.streams as s on s.user_id = u.id;
end $$;

/* The only way into the journal: numbered from head + 1 without a hole, by a transaction that holds the user's lock, or not at all. */
create function events.append(stream uuid, batch json) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare head bigint; appended bigint; lowest bigint; highest bigint; last_link bytea;
begin
  if not stream = any (coalesce(nullif(current_setting('events.locked', true), ''), '{}')::uuid[]) then
    raise exception 'events.append without events.lock of user %', stream using errcode = 'TD002';
  end if;
  select s.sequence into head from events.streams as s where s.user_id = stream;
  head := coalesce(head, 0);
  with given as (
    select * from json_to_recordset(batch) as e(event_id uuid, generation integer, sequence bigint, type text, source text, subject text,
      "time" timestamptz, link text, causation_id uuid, correlation_id uuid, traceparent text, data text, consumers text[])
  ), inserted as (
    insert into events.journal (event_id, user_id, generation, sequence, type, source, subject, time, link, causation_id, correlation_id,
                                traceparent, data, consumers)
    select g.event_id, stream, g.generation, g.sequence, g.type, g.source, g.subject, g.time, decode(g.link, 'hex'), g.causation_id,
           g.correlation_id, g.traceparent, g.data, g.consumers
    from given as g order by g.sequence
    returning sequence, link
  )
  select count(*), min(i.sequence), max(i.sequence), (array_agg(i.link order by i.sequence desc))[1]
    into appended, lowest, highest, last_link from inserted as i;
  if appended = 0 or lowest <> head + 1 or highest <> head + appended then
    raise exception 'events.append: user % is at %, the batch of % goes from % to %', stream, head, appended, lowest, highest
      using errcode = 'TD003';
  end if;
  insert into events.streams as s (user_id, sequence, link) values (stream, highest, last_link)
    on conflict (user_id) do update set sequence = excluded.sequence, link = excluded.link;
end $$;

-- What the other owners may know of the streams and the journal.
create view events.heads as
  select s.user_id, c.generation, s.sequence, s.link from events.streams as s cross join events.cursor as c;
create view events.own as
  select event_id, user_id, sequence, type, subject, time, causation_id, correlation_id, data from events.journal
  where user_id = any (nullif(current_setting('app.user_ids', true), '')::uuid[]);

revoke execute on all functions in schema events from public;
grant usage on schema events to todo_chat, todo_relay, todo_recurrence, todo_notification, todo_audit, todo_sync, audit_owner;
grant execute on function events.lock(uuid[]), events.append(uuid, json) to todo_chat, todo_recurrence, todo_notification;
grant execute on function events.try_lock(uuid[]) to todo_notification;
grant select on events.own to todo_chat;
grant select on events.heads to todo_audit, todo_sync;
grant select, insert on events.handled to todo_recurrence, todo_notification, todo_audit, todo_sync;
grant select, delete on events.journal to todo_relay;
grant select, update on events.cursor to todo_relay;
grant select, insert, update, delete on events.samples, events.handled, events.reconciled, events.republished to todo_relay;

reset role;
