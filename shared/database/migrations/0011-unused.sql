-- Old code keeps working but for an erasure, which fails on the table that is gone and can be repeated once chat is the new one.
set local role todo_owner;

-- Never written: a conversation is its messages, which are rows of todo.commands.
drop view todo.own_conversations;
drop table todo.conversations;

-- No query asks for these, and every message pays for them; what is old is found by the index on `at` alone.
drop index todo.commands_at_idx, todo.commands_user_id_conversation_id_at_idx;

reset role;
set local role events_owner;

-- Undo reads a user's events by their numbers.
drop index events.journal_user_id_correlation_id_idx;

reset role;
