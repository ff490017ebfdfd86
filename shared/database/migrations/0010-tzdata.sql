-- Old code keeps working: a new index and a new function only.
set local role todo_owner;

-- Tasks whose instants an older time zone database has computed: none, nearly always, and then the look costs nothing.
create index tasks_by_tzdata on todo.tasks (tzdata collate "C", user_id) where status = 'open' and deleted_at is null and tzdata is not null;

/* Users who have tasks from before this version, of some such tasks at a time. Versions are the year and a letter: their order as text is that of time. */
create function todo.users_before_tzdata(newest text, most integer) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select distinct t.user_id from (
    select user_id from todo.tasks
    where status = 'open' and deleted_at is null and tzdata is not null and tzdata collate "C" < newest collate "C"
    order by tzdata collate "C", user_id limit most
  ) as t
$$;

revoke execute on function todo.users_before_tzdata(text, integer) from public;
grant execute on function todo.users_before_tzdata(text, integer) to todo_recurrence;

reset role;
