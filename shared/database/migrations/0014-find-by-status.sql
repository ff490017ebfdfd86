-- Old code keeps working: each index serves what the one that it replaces did.
set local role todo_owner;

-- Lists are of one status. Without it the matches of years, completed long ago, were fetched to be thrown away.
create index tasks_by_search on todo.tasks using gin (user_id, status, search);
create index tasks_by_title_piece on todo.tasks using gin (user_id, status, title gin_trgm_ops);
create index tasks_by_tags on todo.tasks using gin (user_id, status, tags);
drop index todo.tasks_user_id_search_idx, todo.tasks_user_id_title_idx, todo.tasks_user_id_tags_idx;

reset role;
