-- Old code keeps working: new tables only.
set local role audit_owner;

/* Every event that arrived, without its bytes. (user, generation, sequence) alone is not unique: the same number with another id is a fork,
   and is kept as evidence. The key's order is the chain's, so that verification reads it in one pass. */
create table audit.entries (
  user_id uuid not null,
  sequence bigint not null,
  generation integer not null,
  event_id uuid not null unique,
  type text not null,
  source text not null,
  subject text not null,
  time timestamptz not null,
  link bytea not null,
  causation_id uuid,
  correlation_id uuid not null,
  data_hash bytea not null,
  received_at timestamptz not null default clock_timestamp(),
  primary key (user_id, sequence, generation, event_id)
);
create index on audit.entries (user_id, subject, sequence);

-- The exact bytes of the data, apart: erasure takes them away and leaves a chain that still verifies by their hash.
create table audit.payloads (
  event_id uuid primary key references audit.entries (event_id),
  data text not null
);

-- Up to which event a user has been erased. A later generation is later, whatever its numbers.
create table audit.erased (
  user_id uuid not null,
  generation integer not null,
  sequence bigint not null,
  at timestamptz not null default clock_timestamp(),
  primary key (user_id, generation, sequence)
);

/* Nothing here is ever changed, not even by the owner; TD010 is the code of the refusal. */
create function audit.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception '%.% is append-only: % is refused', tg_table_schema, tg_table_name, lower(tg_op) using errcode = 'TD010';
end $$;

/* Bytes may go only where an erasure has been recorded. */
create function audit.refuse_unerased() returns trigger language plpgsql set search_path = '' as $$
begin
  if exists (
    select from gone as g join audit.entries as n on n.event_id = g.event_id
    where not exists (select from audit.erased as e
                      where e.user_id = n.user_id and (e.generation, e.sequence) >= (n.generation, n.sequence))
  ) then
    raise exception 'audit.payloads is append-only: delete is refused without an erasure' using errcode = 'TD010';
  end if;
  return null;
end $$;

create trigger append_only before update or delete or truncate on audit.entries for each statement execute function audit.refuse_change();
create trigger append_only before update or truncate on audit.payloads for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.erased for each statement execute function audit.refuse_change();
create trigger erased_only after delete on audit.payloads referencing old table as gone
  for each statement execute function audit.refuse_unerased();

/* Files a batch of events in any order; what is there already stays as it is. The one way in, so that bytes come with their entry or not at all,
   and never at or below an erasure. Inserts in one order: two batches that share events must not wait for each other. */
create function audit.file(batch json) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Shared against the erasure's lock: else bytes that are being filed would be overlooked by the one and the erasure by the other.
  perform pg_advisory_xact_lock_shared(k.key)
    from (select distinct hashtextextended(e.user_id::text, 8) as key from json_to_recordset(batch) as e(user_id uuid) order by key) as k;
  -- A new statement, so a snapshot from after the wait.
  with given as materialized (
    select distinct on (e.event_id) e.*
    from json_to_recordset(batch) as e(user_id uuid, generation integer, sequence bigint, event_id uuid, type text, source text, subject text,
                                       "time" timestamptz, link text, causation_id uuid, correlation_id uuid, data text)
    order by e.event_id
  ), filed as (
    insert into audit.entries (user_id, generation, sequence, event_id, type, source, subject, time, link, causation_id, correlation_id, data_hash)
    select g.user_id, g.generation, g.sequence, g.event_id, g.type, g.source, g.subject, g.time, decode(g.link, 'hex'), g.causation_id,
           g.correlation_id, sha256(convert_to(g.data, 'UTF8'))
    from given as g order by g.event_id
    on conflict do nothing
    returning event_id, user_id, generation, sequence
  )
  insert into audit.payloads (event_id, data)
  select f.event_id, g.data from filed as f join given as g using (event_id)
  where not exists (select from audit.erased as e
                    where e.user_id = f.user_id and (e.generation, e.sequence) >= (f.generation, f.sequence));
end $$;

/* Remembers the erasure of a user up to an event, and takes at most so many of the bytes up to it away; returns how many. */
create function audit.erase(erased_user uuid, up_to_generation integer, up_to_sequence bigint, at_most integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare taken integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(erased_user::text, 8));
  insert into audit.erased (user_id, generation, sequence) values (erased_user, up_to_generation, up_to_sequence) on conflict do nothing;
  delete from audit.payloads where event_id in (
    select p.event_id from audit.payloads as p join audit.entries as n using (event_id)
    where n.user_id = erased_user and (n.generation, n.sequence) <= (up_to_generation, up_to_sequence) limit at_most
  );
  get diagnostics taken = row_count;
  return taken;
end $$;

-- Entries with their bytes, of the users that the reading statement has named.
create view audit.own_entries as
  select n.user_id, n.generation, n.sequence, n.event_id, n.type, n.source, n.subject, n.time, n.link, n.causation_id, n.correlation_id,
         n.data_hash, n.received_at, p.data
  from audit.entries as n left join audit.payloads as p using (event_id)
  where n.user_id = any (nullif(current_setting('app.user_ids', true), '')::uuid[]);

revoke execute on all functions in schema audit from public;
grant usage on schema audit to todo_audit, todo_relay;
grant execute on function audit.file(json), audit.erase(uuid, integer, bigint, integer) to todo_audit;
grant select on audit.own_entries, audit.entries, audit.erased to todo_audit;
grant select (event_id) on audit.entries to todo_relay; -- the reconciler's evidence

reset role;
