-- Old code keeps working: the same rows through the same view, and an index that serves what the one it replaces did.
set local role todo_owner;

/* While a statement is planned the setting is not made yet, and `user_id = any (…)` on a stable function is estimated with what it is then:
   no rows, and a list of 100 000 tasks is sorted instead of read in an index's order. An array from a subquery is not known to the planner,
   and coalesce keeps it from multiplying with the user_id = $1 that every query has. */
create or replace view todo.own_tasks as
  select * from todo.tasks where coalesce(user_id = any (array(select unnest(todo.current_users()))), false);

-- Lists are of one status, and each priority of it is read in the order of the due moment.
create index tasks_by_priority on todo.tasks (user_id, status, priority, due_at, id) where deleted_at is null;
drop index todo.tasks_user_id_priority_due_at_id_idx;

reset role;
