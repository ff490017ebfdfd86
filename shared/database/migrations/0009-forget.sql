-- Old code keeps working: a new function only.
set local role todo_owner;

/* Forgets messages, their answers and their idempotency keys after 30 days, some at a time. Answers how many. */
create function todo.forget_commands(most integer) returns bigint
language sql volatile security definer set search_path = '' as $$
  with old as (
    select c.user_id, c.key from todo.commands as c where c.at < now() - interval '30 days' order by c.at limit most for update skip locked
  ), gone as (
    delete from todo.commands as c using old where c.user_id = old.user_id and c.key = old.key returning 1
  )
  select count(*) from gone
$$;
create index on todo.commands (at);

revoke execute on function todo.forget_commands(integer) from public;
grant execute on function todo.forget_commands(integer) to todo_chat;

reset role;
