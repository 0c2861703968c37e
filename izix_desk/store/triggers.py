"""What the store does by itself in the transaction of whoever writes: it keeps the counts."""

_MORE = (
    'INSERT INTO inside_count (lot, organisation, "group", cars)'
    " VALUES (NEW.lot, coalesce(NEW.organisation, ''), NEW.\"group\", 1)"
    " ON CONFLICT DO UPDATE SET cars = cars + 1"
)
_FEWER = (
    "UPDATE inside_count SET cars = cars - 1 WHERE lot = OLD.lot"
    ' AND organisation = coalesce(OLD.organisation, \'\') AND "group" = OLD."group"'
)
_COUNTED = 'UPDATE OF lot, "group", organisation, ended ON session'
TRIGGERS = (
    "CREATE TRIGGER session_added AFTER INSERT ON session WHEN NEW.ended IS NULL"
    f" BEGIN {_MORE}; END",
    "CREATE TRIGGER session_removed AFTER DELETE ON session WHEN OLD.ended IS NULL"
    f" BEGIN {_FEWER}; END",
    f"CREATE TRIGGER session_left AFTER {_COUNTED} WHEN OLD.ended IS NULL BEGIN {_FEWER}; END",
    f"CREATE TRIGGER session_joined AFTER {_COUNTED} WHEN NEW.ended IS NULL BEGIN {_MORE}; END",
    "CREATE TRIGGER command_finished AFTER DELETE ON unfinished_command"
    " BEGIN DELETE FROM coming WHERE command = OLD.command; END",
)
