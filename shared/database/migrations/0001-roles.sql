-- Old code keeps working: there is none before this.
-- Owners and function roles are NOLOGIN: login users are made members of one function role each, locally the one URL says role=….
do $$
declare name text;
begin
  foreach name in array array['events_owner', 'todo_owner', 'notification_owner', 'audit_owner',
                              'todo_chat', 'todo_relay', 'todo_recurrence', 'todo_notification', 'todo_audit', 'todo_sync'] loop
    begin
      execute format('create role %I nologin', name);
    exception when duplicate_object or unique_violation then null; -- roles belong to the cluster: another database made it
    end;
    if not (select rolsuper from pg_roles where rolname = current_user) then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
end $$;

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create schema events authorization events_owner;
create schema todo authorization todo_owner;
create schema notification authorization notification_owner;
create schema audit authorization audit_owner;
