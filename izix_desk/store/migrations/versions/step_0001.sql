CREATE TABLE gate_event (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	id BLOB NOT NULL,
	at INTEGER NOT NULL,
	gate TEXT NOT NULL,
	kind TEXT NOT NULL,
	outcome TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	direction TEXT NOT NULL,
	method TEXT DEFAULT '' NOT NULL,
	raw TEXT DEFAULT '' NOT NULL,
	plate TEXT DEFAULT '' NOT NULL,
	confidence FLOAT,
	profile BLOB,
	vehicle BLOB,
	who TEXT DEFAULT '' NOT NULL,
	organisation TEXT DEFAULT '' NOT NULL,
	decision TEXT DEFAULT '' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	command BLOB,
	operator TEXT DEFAULT '' NOT NULL,
	late BOOLEAN DEFAULT 0 NOT NULL,
	UNIQUE (id)
);
CREATE INDEX event_profile ON gate_event (profile, seq) WHERE profile IS NOT NULL;
CREATE INDEX event_gate ON gate_event (gate, seq);
CREATE INDEX ix_gate_event_at ON gate_event (at);
CREATE INDEX event_command ON gate_event (command) WHERE command IS NOT NULL;
CREATE TABLE gate_command (
	id BLOB NOT NULL,
	gate TEXT NOT NULL,
	action TEXT NOT NULL,
	reason TEXT NOT NULL,
	operator TEXT NOT NULL,
	desk TEXT NOT NULL,
	asked INTEGER NOT NULL,
	asked_monotonic FLOAT NOT NULL,
	ttl FLOAT NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	for_whom TEXT DEFAULT '' NOT NULL,
	profile BLOB,
	plate TEXT DEFAULT '' NOT NULL,
	event BLOB,
	access TEXT DEFAULT '' NOT NULL,
	until INTEGER,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX command_gate ON gate_command (gate, asked);
CREATE TABLE entry (
	id BLOB NOT NULL,
	gate TEXT NOT NULL,
	kind TEXT NOT NULL,
	opened INTEGER NOT NULL,
	plate TEXT DEFAULT '' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	event BLOB,
	profile BLOB,
	taken_by TEXT DEFAULT '' NOT NULL,
	closed INTEGER,
	outcome TEXT DEFAULT '' NOT NULL,
	operator TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX entry_open ON entry (gate) WHERE closed IS NULL;
CREATE TABLE operator (
	id TEXT NOT NULL,
	uid BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	deleted_at INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	role TEXT DEFAULT '' NOT NULL,
	active BOOLEAN DEFAULT 1 NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (uid)
);
CREATE TABLE audit_record (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	id BLOB NOT NULL,
	at INTEGER NOT NULL,
	operator TEXT NOT NULL,
	action TEXT NOT NULL,
	subject TEXT DEFAULT '' NOT NULL,
	detail TEXT DEFAULT '' NOT NULL,
	UNIQUE (id)
);
CREATE TABLE batch (
	nr INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	title TEXT DEFAULT '' NOT NULL,
	started INTEGER NOT NULL,
	above INTEGER NOT NULL,
	live INTEGER
);
CREATE TABLE profile (
	nr INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	id BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	deleted_at INTEGER,
	batch INTEGER,
	organisation TEXT NOT NULL,
	first_name TEXT DEFAULT '' NOT NULL,
	last_name TEXT NOT NULL,
	phones TEXT DEFAULT '[]' NOT NULL,
	emails TEXT DEFAULT '[]' NOT NULL,
	company TEXT DEFAULT '' NOT NULL,
	language TEXT DEFAULT '' NOT NULL,
	tags TEXT DEFAULT '[]' NOT NULL,
	external_id TEXT DEFAULT '' NOT NULL,
	visitor BOOLEAN DEFAULT 0 NOT NULL,
	active BOOLEAN DEFAULT 1 NOT NULL,
	blocked BOOLEAN DEFAULT 0 NOT NULL,
	block_note TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	UNIQUE (id)
);
CREATE TABLE session (
	id BLOB NOT NULL,
	lot TEXT NOT NULL,
	"group" TEXT NOT NULL,
	gate_in TEXT NOT NULL,
	started INTEGER NOT NULL,
	profile BLOB,
	plate TEXT DEFAULT '' NOT NULL,
	policy TEXT,
	reservation BLOB,
	organisation TEXT,
	ended INTEGER,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX session_open ON session (lot, "group", organisation) WHERE ended IS NULL;
CREATE INDEX session_plate ON session (plate) WHERE ended IS NULL;
CREATE INDEX session_profile ON session (profile, lot, started);
CREATE TABLE search_key (
	"key" TEXT NOT NULL,
	nr INTEGER NOT NULL,
	PRIMARY KEY ("key", nr)
)
 WITHOUT ROWID;
CREATE TABLE name_token (
	token TEXT NOT NULL,
	PRIMARY KEY (token)
)
 WITHOUT ROWID;
CREATE TABLE name_typo (
	"key" TEXT NOT NULL,
	token TEXT NOT NULL,
	PRIMARY KEY ("key", token)
)
 WITHOUT ROWID;
CREATE TABLE site (
	id TEXT NOT NULL,
	uid BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	deleted_at INTEGER,
	saved BLOB,
	name TEXT DEFAULT '' NOT NULL,
	timezone TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	control_room_phone TEXT DEFAULT '' NOT NULL,
	technician TEXT DEFAULT '' NOT NULL,
	on_call TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (uid)
);
CREATE TABLE organisation (
	id TEXT NOT NULL,
	uid BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	deleted_at INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	"plan" TEXT NOT NULL,
	managers TEXT NOT NULL,
	takes_visitors BOOLEAN DEFAULT 0 NOT NULL,
	visitors TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (uid)
);
CREATE TABLE lot (
	id TEXT NOT NULL,
	uid BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	deleted_at INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	groups TEXT NOT NULL,
	hours TEXT DEFAULT '' NOT NULL,
	closed_on TEXT NOT NULL,
	address TEXT DEFAULT '' NOT NULL,
	entry_instructions TEXT NOT NULL,
	exit_instructions TEXT NOT NULL,
	pedestrian_instructions TEXT NOT NULL,
	internal_note TEXT DEFAULT '' NOT NULL,
	owner TEXT,
	PRIMARY KEY (id),
	UNIQUE (uid)
);
CREATE TABLE wiring_line (
	id TEXT NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	port TEXT DEFAULT '' NOT NULL,
	protocol TEXT NOT NULL,
	baudrate INTEGER NOT NULL,
	parity TEXT DEFAULT '' NOT NULL,
	stopbits INTEGER NOT NULL,
	pattern TEXT,
	heartbeat TEXT,
	silent_after FLOAT,
	PRIMARY KEY (id)
);
CREATE TABLE stage (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	command BLOB NOT NULL,
	stage TEXT NOT NULL,
	at INTEGER NOT NULL,
	monotonic FLOAT NOT NULL,
	detail TEXT DEFAULT '' NOT NULL,
	UNIQUE (command, stage),
	FOREIGN KEY(command) REFERENCES gate_command (id)
);
CREATE TABLE unfinished_command (
	command BLOB NOT NULL,
	stage TEXT NOT NULL,
	PRIMARY KEY (command),
	FOREIGN KEY(command) REFERENCES gate_command (id)
)
 WITHOUT ROWID;
CREATE TABLE batch_change (
	nr INTEGER NOT NULL,
	batch INTEGER NOT NULL,
	record TEXT NOT NULL,
	PRIMARY KEY (nr),
	FOREIGN KEY(batch) REFERENCES batch (nr)
);
CREATE INDEX ix_batch_change_batch ON batch_change (batch);
CREATE TABLE vehicle (
	id BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	deleted_at INTEGER,
	plate TEXT NOT NULL,
	plate_norm TEXT NOT NULL,
	plate_fold TEXT NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	profile BLOB,
	organisation TEXT,
	active BOOLEAN DEFAULT 1 NOT NULL,
	blocked BOOLEAN DEFAULT 0 NOT NULL,
	valid_until INTEGER,
	PRIMARY KEY (id),
	FOREIGN KEY(profile) REFERENCES profile (id)
)
 WITHOUT ROWID;
CREATE INDEX vehicle_profile ON vehicle (profile);
CREATE INDEX vehicle_fleet ON vehicle (plate_fold) WHERE profile IS NULL;
CREATE TABLE credential (
	id BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	deleted_at INTEGER,
	profile BLOB NOT NULL,
	kind TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(profile) REFERENCES profile (id)
)
 WITHOUT ROWID;
CREATE INDEX ix_credential_profile ON credential (profile);
CREATE TABLE reservation (
	id BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	deleted_at INTEGER,
	kind TEXT NOT NULL,
	profile BLOB NOT NULL,
	lot TEXT NOT NULL,
	"group" TEXT NOT NULL,
	starts INTEGER NOT NULL,
	ends INTEGER NOT NULL,
	policy TEXT,
	state TEXT NOT NULL,
	organisation TEXT,
	host TEXT DEFAULT '' NOT NULL,
	host_answer TEXT NOT NULL,
	cars INTEGER NOT NULL,
	cars_in INTEGER NOT NULL,
	plates TEXT NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	code TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(profile) REFERENCES profile (id)
)
 WITHOUT ROWID;
CREATE INDEX reservation_lot_ends ON reservation (lot, ends);
CREATE INDEX reservation_organisation ON reservation (organisation, starts);
CREATE INDEX ix_reservation_profile ON reservation (profile);
CREATE INDEX reservation_code ON reservation (code) WHERE code != '';
CREATE TABLE gate (
	id TEXT NOT NULL,
	uid BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	deleted_at INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	lot TEXT NOT NULL,
	direction TEXT NOT NULL,
	line TEXT DEFAULT '' NOT NULL,
	address INTEGER NOT NULL,
	open TEXT NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	groups TEXT NOT NULL,
	hold INTEGER,
	inputs TEXT NOT NULL,
	plates TEXT,
	intercom TEXT DEFAULT '' NOT NULL,
	by_hand TEXT DEFAULT '' NOT NULL,
	admit BOOLEAN DEFAULT 0 NOT NULL,
	exit TEXT NOT NULL,
	open_all_exits TEXT NOT NULL,
	methods TEXT NOT NULL,
	min_confidence FLOAT NOT NULL,
	cycle_seconds FLOAT NOT NULL,
	moves_within FLOAT NOT NULL,
	in_service BOOLEAN DEFAULT 1 NOT NULL,
	out_of_service_note TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (uid),
	FOREIGN KEY(lot) REFERENCES lot (id)
);
CREATE TABLE lease (
	id TEXT NOT NULL,
	uid BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	deleted_at INTEGER,
	tenant TEXT NOT NULL,
	lot TEXT NOT NULL,
	spots TEXT NOT NULL,
	starts DATE NOT NULL,
	ends DATE,
	hours TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (uid),
	FOREIGN KEY(tenant) REFERENCES organisation (id),
	FOREIGN KEY(lot) REFERENCES lot (id)
);
CREATE TABLE policy (
	id TEXT NOT NULL,
	uid BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	deleted_at INTEGER,
	organisation TEXT NOT NULL,
	strategy TEXT NOT NULL,
	lot TEXT NOT NULL,
	groups TEXT NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	timetable TEXT DEFAULT '' NOT NULL,
	grace_before INTEGER NOT NULL,
	grace_after INTEGER NOT NULL,
	starts DATE,
	ends DATE,
	sequence TEXT NOT NULL,
	reentry BOOLEAN DEFAULT 1 NOT NULL,
	instructions TEXT NOT NULL,
	internal_note TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (uid),
	FOREIGN KEY(organisation) REFERENCES organisation (id),
	FOREIGN KEY(lot) REFERENCES lot (id)
);
CREATE TABLE access_right (
	id BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	deleted_at INTEGER,
	policy TEXT NOT NULL,
	profile BLOB,
	vehicle BLOB,
	starts DATE,
	ends DATE,
	PRIMARY KEY (id),
	FOREIGN KEY(policy) REFERENCES policy (id),
	FOREIGN KEY(profile) REFERENCES profile (id),
	FOREIGN KEY(vehicle) REFERENCES vehicle (id)
)
 WITHOUT ROWID;
CREATE INDEX right_profile ON access_right (profile) WHERE profile IS NOT NULL;
CREATE INDEX right_vehicle ON access_right (vehicle) WHERE vehicle IS NOT NULL;
CREATE TABLE spot_release (
	id BLOB NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	deleted_at INTEGER,
	"right" BLOB NOT NULL,
	starts INTEGER NOT NULL,
	ends INTEGER NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY("right") REFERENCES access_right (id)
)
 WITHOUT ROWID;
CREATE INDEX ix_spot_release_right ON spot_release ("right");
CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4', tokenize='ascii');
