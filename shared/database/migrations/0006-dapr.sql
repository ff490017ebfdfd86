-- Old code keeps working: a new schema and role only.
-- Where daprd keeps its tables, which it makes itself: a schema and a role of their own, so it sees nothing else.
do $$
begin
  create role todo_dapr nologin;
exception when duplicate_object or unique_violation then null; -- roles belong to the cluster: another database made it
end $$;

create schema if not exists dapr;
grant usage, create on schema dapr to todo_dapr;
