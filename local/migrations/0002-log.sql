-- Old code keeps working: new tables only.
-- The embedded log: what Kafka is to the cluster, in the shape of Kafka: topics, partitions, offsets, groups.
do $$
begin
  create role todo_source nologin;
exception when duplicate_object or unique_violation then null; -- roles belong to the cluster: another database made it
end $$;

create table local.partitions (
  topic text,
  partition integer,
  end_offset bigint not null,
  primary key (topic, partition)
);

create table local.log (
  topic text,
  partition integer,
  "offset" bigint,
  key text,
  headers jsonb not null,
  body text,
  at timestamptz not null default clock_timestamp(),
  primary key (topic, partition, "offset")
);

create table local.groups (
  "group" text,
  topic text,
  partition integer,
  "offset" bigint not null,
  primary key ("group", topic, partition)
);

/* Appends records in the order given. The row of a partition is locked until the commit, so that its offsets become visible in order
   and without a gap: a reader that has seen an offset has seen all below it. */
create function local.append(topics text[], partitions integer[], keys text[], headers text[], bodies text[]) returns void
language sql volatile security definer set search_path = '' as $$
  with given as (
    select *, row_number() over (partition by topic, partition order by nth) as place
    from unnest(topics, partitions, keys, headers, bodies) with ordinality as g(topic, partition, key, headers, body, nth)
  ), moved as (
    insert into local.partitions as p (topic, partition, end_offset)
    select topic, partition, count(*) from given group by topic, partition order by topic, partition
    on conflict (topic, partition) do update set end_offset = p.end_offset + excluded.end_offset
    returning topic, partition, end_offset
  ), counts as (
    select topic, partition, count(*) as records from given group by topic, partition
  )
  insert into local.log (topic, partition, "offset", key, headers, body)
  select g.topic, g.partition, m.end_offset - c.records + g.place - 1, g.key, g.headers::jsonb, g.body
  from given as g join moved as m using (topic, partition) join counts as c using (topic, partition)
$$;

revoke execute on function local.append(text[], integer[], text[], text[], text[]) from public;
grant usage on schema local to todo_relay, todo_source;
grant execute on function local.append(text[], integer[], text[], text[], text[]) to todo_relay, todo_source;
grant select on local.partitions to todo_source;
grant select, delete on local.log to todo_source;
grant select, insert, update on local.groups to todo_source;
