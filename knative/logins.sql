-- Login users of a cluster's functions, each a member of one function role and of no other. Run once after the first migration, and again to
-- change passwords, as the user that migrates, on the server itself (not through a pooler):
--   psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -v chat_password=… (relay, recurrence, notification, audit, sync, dapr likewise) -f knative/logins.sql
-- Role and settings belong to the login: a transaction pooler drops what a client asks for when it connects.
\set ECHO none
select format('create role %I login noinherit', login) from unnest(array['chat', 'relay', 'recurrence', 'notification', 'audit', 'sync', 'dapr']) login
where not exists (select from pg_roles where rolname = login) \gexec
alter role chat password :'chat_password';
alter role relay password :'relay_password';
alter role recurrence password :'recurrence_password';
alter role notification password :'notification_password';
alter role audit password :'audit_password';
alter role sync password :'sync_password';
alter role dapr password :'dapr_password';
select statement from unnest(array['chat', 'relay', 'recurrence', 'notification', 'audit', 'sync', 'dapr']) login,
  unnest(array[
    format('grant todo_%s to %I', login, login),
    format('alter role %I set role todo_%s', login, login),
    format('alter role %I set timezone to %L', login, 'UTC'),
    format('alter role %I set statement_timeout to %L', login, '15s'),
    format('alter role %I set idle_in_transaction_session_timeout to %L', login, '10s'),
    format('alter role %I set transaction_timeout to %L', login, '30s')
  ]) statement \gexec
