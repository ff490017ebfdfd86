-- Old code keeps working: rights only.
grant usage on schema local to todo_chat, todo_notification;
grant select, insert, update, delete on local.state to todo_chat, todo_notification;
