ALTER TABLE session ADD COLUMN ending TEXT;
UPDATE session SET ending = 'EXIT' WHERE ended IS NOT NULL;
DROP INDEX session_car;
DROP INDEX session_open;
DROP INDEX session_profile;
CREATE INDEX session_car ON session (plate, lot, ended) WHERE ending = 'EXIT' AND profile IS NULL;
CREATE INDEX session_exit ON session (profile, lot, ended) WHERE ending = 'EXIT';
CREATE INDEX session_open ON session (lot, started, policy, "group", organisation, ended) WHERE ended IS NULL;
CREATE INDEX session_profile ON session (profile, lot, started) WHERE ended IS NULL;
CREATE TABLE inside_count (
	lot TEXT NOT NULL,
	organisation TEXT NOT NULL,
	"group" TEXT NOT NULL,
	cars INTEGER NOT NULL,
	PRIMARY KEY (lot, organisation, "group")
)
 WITHOUT ROWID;
CREATE TABLE coming (
	command BLOB NOT NULL,
	lot TEXT NOT NULL,
	"group" TEXT NOT NULL,
	organisation TEXT DEFAULT '' NOT NULL,
	profile BLOB,
	plate TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (command)
)
 WITHOUT ROWID;
CREATE INDEX reservation_long ON reservation (lot, ends, starts, organisation, "group", cars, cars_in) WHERE cars > cars_in AND deleted_at IS NULL AND state IN ('PLANNED', 'ARRIVED', 'INSIDE') AND ends - starts > 86400000000;
CREATE INDEX reservation_short ON reservation (lot, starts, ends, organisation, "group", cars, cars_in) WHERE cars > cars_in AND deleted_at IS NULL AND state IN ('PLANNED', 'ARRIVED', 'INSIDE') AND ends - starts <= 86400000000;
INSERT INTO inside_count
SELECT lot, coalesce(organisation, ''), "group", count(*)
FROM session
WHERE ended IS NULL
GROUP BY lot, coalesce(organisation, ''), "group";
CREATE TRIGGER session_added AFTER INSERT ON session WHEN NEW.ended IS NULL BEGIN INSERT INTO inside_count (lot, organisation, "group", cars) VALUES (NEW.lot, coalesce(NEW.organisation, ''), NEW."group", 1) ON CONFLICT DO UPDATE SET cars = cars + 1;END;
CREATE TRIGGER session_removed AFTER DELETE ON session WHEN OLD.ended IS NULL BEGIN UPDATE inside_count SET cars = cars - 1 WHERE lot = OLD.lot AND organisation = coalesce(OLD.organisation, '') AND "group" = OLD."group";END;
CREATE TRIGGER session_left AFTER UPDATE OF lot, "group", organisation, ended ON session WHEN OLD.ended IS NULL BEGIN UPDATE inside_count SET cars = cars - 1 WHERE lot = OLD.lot AND organisation = coalesce(OLD.organisation, '') AND "group" = OLD."group";END;
CREATE TRIGGER session_joined AFTER UPDATE OF lot, "group", organisation, ended ON session WHEN NEW.ended IS NULL BEGIN INSERT INTO inside_count (lot, organisation, "group", cars) VALUES (NEW.lot, coalesce(NEW.organisation, ''), NEW."group", 1) ON CONFLICT DO UPDATE SET cars = cars + 1;END;
CREATE TRIGGER command_finished AFTER DELETE ON unfinished_command BEGIN DELETE FROM coming WHERE command = OLD.command;END;
