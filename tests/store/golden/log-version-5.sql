PRAGMA application_id=1131372899;
PRAGMA user_version=5;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
INSERT INTO "_sqlite_migrations" VALUES(1,'coach.log','m001_facts_chain_home_and_views','2026-11-30 17:45:42.724874+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'coach.log','m002_lights_charts_and_proposals','2026-11-30 17:45:42.727025+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'coach.log','m003_evenings_past_midnight','2026-11-30 17:45:42.727416+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'coach.log','m004_signed_plans_and_the_caseload','2026-11-30 17:45:42.732905+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'coach.log','m005_reminders_quiet_and_timers','2026-11-30 17:45:42.736027+00:00');
CREATE TABLE answer_given (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "instrument" TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "total" REAL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE away_answered (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "since" TEXT NOT NULL CHECK (julianday(since) IS NOT NULL),
  "answer" TEXT NOT NULL CHECK (answer IN ('now', 'later', 'skip')),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE body_marked (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "chart" TEXT NOT NULL,
  "zone" TEXT NOT NULL,
  "pain" INTEGER NOT NULL CHECK (pain IN (0, 1)),
  "numb" INTEGER NOT NULL CHECK (numb IN (0, 1)),
  "tingle" INTEGER NOT NULL CHECK (tingle IN (0, 1)),
  "weak" INTEGER NOT NULL CHECK (weak IN (0, 1)),
  "score" INTEGER CHECK (score BETWEEN 0 AND 10),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE care_step_noted (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "step" TEXT NOT NULL,
  "on_day" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE caseload (patient TEXT PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL CHECK (length(key) = 64), added TEXT NOT NULL) STRICT;
CREATE TABLE caseload_signs (patient TEXT PRIMARY KEY, signs TEXT NOT NULL) STRICT;
CREATE TABLE exercise_done (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "session" TEXT,
  "item" TEXT NOT NULL,
  "exercise" TEXT NOT NULL,
  "set_no" INTEGER NOT NULL CHECK (set_no >= 0),
  "side" TEXT NOT NULL CHECK (side IN ('left', 'right', 'both', 'none')),
  "reps" INTEGER NOT NULL CHECK (reps >= 0),
  "hold_seconds" INTEGER NOT NULL CHECK (hold_seconds >= 0),
  "seconds" REAL NOT NULL CHECK (seconds >= 0),
  "planned_reps" INTEGER NOT NULL CHECK (planned_reps >= 0),
  "planned_seconds" REAL NOT NULL CHECK (planned_seconds >= 0),
  "outcome" TEXT NOT NULL CHECK (outcome IN ('done', 'partial', 'skipped', 'stopped')),
  "reason" TEXT NOT NULL CHECK (reason IN ('none', 'pain', 'fatigue', 'time', 'other')),
  "light" TEXT CHECK (light IN ('green', 'amber', 'red')),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "exercise_done" VALUES('01a40035-f340-7004-8941-3d07dc694ee2','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',4,'steady-back@1','s1','a','calf',1,'left',3,20,60.5,3,60.0,'done','none',NULL);
INSERT INTO "exercise_done" VALUES('01a40035-f340-7005-8018-b5798828a270','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',5,'steady-back@1','s1','b','bird-dog',1,'right',2,8,16.0,6,48.0,'stopped','pain',NULL);
CREATE TABLE fact_chain (
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  fact TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (device, seq)
) STRICT;
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',1,'01a40035-f340-7001-9923-6b10de71592d','pain_score','77003f9a49190be902edb66a2e7fa16c1d7ab0d22422156d8191041d0bf2eda5');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',2,'01a40035-f340-7002-a387-400e58abc763','pain_score','901c803ca2fabbddd0725c0e10670978eaf0f9580cb9d76850680ff5900dc43c');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',3,'01a40035-f340-7003-83dd-d423b6133026','session_started','90b9d21fb9cb343515ed2a66cf9d43447e4d942ced96dfcd20cf5ba7ca29f2c8');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',4,'01a40035-f340-7004-8941-3d07dc694ee2','exercise_done','9a9e410ced0eafba1c96c4446d4bdc7e0512a6ffa1d078a7fa1aae3739c9acf7');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',5,'01a40035-f340-7005-8018-b5798828a270','exercise_done','b3aafed8d6c33d37ec7504009b6596c8208991f52c1198c08ca438e777f3d426');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',6,'01a40035-f340-7006-97b5-65403963d38f','session_ended','230d2ed38c9228663545065106adc41922b7cd1dc83deded7e7a75c309340dce');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',7,'01a40035-f340-7007-b1ef-ffbe39fc983d','note_written','2cdc7169f466d7c97b270724722639a08462787e768aaa86296bd3c5cd10dda7');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',8,'01a40035-f340-7008-8ef2-2187d4505b30','red_flag_answered','2ceaa22a315508ec5ed8ced8051a41449f95dde8b31a51e2bafbae8b083bab28');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',9,'01a40035-f340-7009-bdb8-4dca995d30da','safety_hold','e57c79813db351b1f8620857a4696fb2b60cbe01c616ad7c31d156a029a683b2');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',10,'01a40035-f340-700a-a95a-3be4192f1235','light_given','9f9f259021568beed51052927c530afe00f6dcded3ec29a01aad2a89134206d4');
INSERT INTO "fact_chain" VALUES('01a22d90-043a-720b-a1aa-6a14b3ae467d',11,'01a40035-f340-700b-8f37-7684c89bf11f','log_shared','48718103c28480c4a028f02305274b15fca1f477a5e04cff1c5babe002fc9e6b');
CREATE TABLE fact_retracted (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "fact" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE flare_proposed (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE flare_started (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "hours" INTEGER NOT NULL CHECK (hours >= 0),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE home (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "home" VALUES('patient','01a22d90-043a-720b-a1aa-6a13b9f5d44d');
INSERT INTO "home" VALUES('device','01a22d90-043a-720b-a1aa-6a14b3ae467d');
INSERT INTO "home" VALUES('created_at','2027-03-01T09:30:00+01:00');
CREATE TABLE item_asked (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "for_day" TEXT NOT NULL,
  "exercise" TEXT NOT NULL,
  "planned_reps" INTEGER NOT NULL CHECK (planned_reps >= 0),
  "planned_seconds" INTEGER NOT NULL CHECK (planned_seconds >= 0),
  "timed" INTEGER NOT NULL CHECK (timed IN (0, 1)),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE item_excused (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "reason" TEXT NOT NULL CHECK (reason IN ('flare', 'therapist', 'safety', 'asleep')),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE light_given (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "session" TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "exercise" TEXT NOT NULL,
  "light" TEXT NOT NULL CHECK (light IN ('green', 'amber', 'red')),
  "why" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "light_given" VALUES('01a40035-f340-700a-a95a-3be4192f1235','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',10,'steady-back@1','s1','a','calf','green','steady');
CREATE TABLE log_shared (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "key" TEXT NOT NULL CHECK (length(key) = 64),
  "facts" INTEGER NOT NULL CHECK (facts >= 0),
  "last_seq" INTEGER NOT NULL CHECK (last_seq >= 0),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "log_shared" VALUES('01a40035-f340-700b-8f37-7684c89bf11f','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',11,'steady-back@1','abababababababababababababababababababababababababababababababab',4,4);
CREATE TABLE note_written (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "note_written" VALUES('01a40035-f340-7007-b1ef-ffbe39fc983d','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',7,'steady-back@1','Müde, ''aber'' froh
zweite Zeile','');
CREATE TABLE pain_score (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "site" TEXT NOT NULL CHECK (site IN ('back', 'leg')),
  "score" INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10),
  "moment" TEXT NOT NULL CHECK (moment IN ('before', 'during', 'after', 'worst_24h', 'now')),
  "reach" TEXT CHECK (reach IN ('none', 'back', 'buttock', 'thigh', 'knee', 'calf', 'foot')),
  "session" TEXT,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "pain_score" VALUES('01a40035-f340-7001-9923-6b10de71592d','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',1,'steady-back@1','back',3,'before',NULL,'s1');
INSERT INTO "pain_score" VALUES('01a40035-f340-7002-a387-400e58abc763','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',2,'steady-back@1','leg',4,'before','calf','s1');
CREATE TABLE plan_document (sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64), content TEXT NOT NULL, seal TEXT NOT NULL) STRICT;
CREATE TABLE plan_issued (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "program" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "stage" TEXT NOT NULL CHECK (stage IN ('A', 'B', 'C', 'D')),
  "from_day" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  "document" TEXT NOT NULL CHECK (length(document) = 64),
  "changes" TEXT NOT NULL,
  "for_therapist" TEXT NOT NULL,
  "direction_reason" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE plan_received (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "program" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "therapist" TEXT NOT NULL,
  "from_day" TEXT NOT NULL,
  "stage" TEXT NOT NULL CHECK (stage IN ('A', 'B', 'C', 'D')),
  "sore_side" TEXT NOT NULL CHECK (sore_side IN ('left', 'right', 'both', 'none')), signer TEXT, document TEXT, valid_until TEXT,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE quiet_begun (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "minutes" INTEGER NOT NULL CHECK (minutes >= 0),
  "why" TEXT NOT NULL CHECK (why IN ('call', 'other')),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE quiet_ended (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE received_head (patient TEXT NOT NULL, device TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY (patient, device)) STRICT;
CREATE TABLE red_flag_answered (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "answer" TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
  "tier" INTEGER NOT NULL CHECK (tier BETWEEN 1 AND 3),
  "text_version" INTEGER NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "red_flag_answered" VALUES('01a40035-f340-7008-8ef2-2187d4505b30','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',8,'steady-back@1','bladder','yes',1,1);
CREATE TABLE reminder_given (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "spoken" INTEGER NOT NULL CHECK (spoken IN (0, 1)),
  "shown" INTEGER NOT NULL CHECK (shown IN (0, 1)),
  "nth" INTEGER NOT NULL CHECK (nth >= 0),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE reminder_put_off (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "minutes" INTEGER NOT NULL CHECK (minutes >= 0),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE review_decided (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "decision" TEXT NOT NULL CHECK (decision IN ('keep', 'ease', 'progress')),
  "note" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE safety_cleared (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "by" TEXT NOT NULL CHECK ("by" IN ('therapist', 'self_attested')),
  "note" TEXT NOT NULL, clears TEXT,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE safety_hold (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "tier" INTEGER NOT NULL CHECK (tier BETWEEN 1 AND 3),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "safety_hold" VALUES('01a40035-f340-7009-bdb8-4dca995d30da','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',9,'steady-back@1',1);
CREATE TABLE session_ended (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "session" TEXT NOT NULL,
  "stage" TEXT NOT NULL CHECK (stage IN ('A', 'B', 'C', 'D')),
  "outcome" TEXT NOT NULL CHECK (outcome IN ('completed', 'ended_early', 'stopped_pain', 'held', 'interrupted')),
  "minutes" REAL NOT NULL CHECK (minutes >= 0),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "session_ended" VALUES('01a40035-f340-7006-97b5-65403963d38f','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',6,'steady-back@1','s1','B','stopped_pain',4.5);
CREATE TABLE session_started (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "session" TEXT NOT NULL,
  "stage" TEXT NOT NULL CHECK (stage IN ('A', 'B', 'C', 'D')),
  "items" TEXT NOT NULL,
  "pace" REAL NOT NULL CHECK (pace > 0),
  "resumed_from" TEXT,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
INSERT INTO "session_started" VALUES('01a40035-f340-7003-83dd-d423b6133026','01a22d90-043a-720b-a1aa-6a13b9f5d44d','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-043a-720b-a1aa-6a14b3ae467d',3,'steady-back@1','s1','B','a b',1.0,NULL);
CREATE TABLE sitting_bout (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "bout" TEXT NOT NULL,
  "surface" TEXT NOT NULL CHECK (surface IN ('soft', 'firm', 'hard', 'floor', 'car')),
  "started_at" TEXT NOT NULL CHECK (julianday(started_at) IS NOT NULL),
  "minutes" REAL NOT NULL CHECK (minutes >= 0),
  "limit_minutes" INTEGER NOT NULL CHECK (limit_minutes >= 0),
  "warnings" INTEGER NOT NULL CHECK (warnings >= 0),
  "overdue_minutes" REAL NOT NULL CHECK (overdue_minutes >= 0),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE sitting_limit_set (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "surface" TEXT NOT NULL CHECK (surface IN ('soft', 'firm', 'hard', 'floor', 'car')),
  "minutes" INTEGER NOT NULL CHECK (minutes >= 0),
  "rule" TEXT NOT NULL CHECK (rule IN ('rise', 'no_rise', 'asked', 'said')),
  "evidence" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE sitting_started (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "bout" TEXT NOT NULL,
  "surface" TEXT NOT NULL CHECK (surface IN ('soft', 'firm', 'hard', 'floor', 'car')),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE stage_changed (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "from_stage" TEXT NOT NULL CHECK (from_stage IN ('A', 'B', 'C', 'D')),
  "to_stage" TEXT NOT NULL CHECK (to_stage IN ('A', 'B', 'C', 'D')),
  "rule" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE stage_proposed (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "from_stage" TEXT NOT NULL CHECK (from_stage IN ('A', 'B', 'C', 'D')),
  "to_stage" TEXT NOT NULL CHECK (to_stage IN ('A', 'B', 'C', 'D')),
  "rule" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE still_answered (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "bout" TEXT NOT NULL,
  "sitting" INTEGER NOT NULL CHECK (sitting IN (0, 1)),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE still_asked (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "bout" TEXT NOT NULL,
  "why" TEXT NOT NULL CHECK (why IN ('idle', 'long', 'away')),
  "since" TEXT CHECK (since IS NULL OR julianday(since) IS NOT NULL),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE task_announced (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "task" TEXT NOT NULL,
  "starts_at" TEXT NOT NULL CHECK (julianday(starts_at) IS NOT NULL),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE therapist_paired (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "key" TEXT NOT NULL CHECK (length(key) = 64),
  "name" TEXT NOT NULL,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE timer_ended (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "timer" TEXT NOT NULL,
  "seconds" REAL NOT NULL CHECK (seconds >= 0),
  "outcome" TEXT NOT NULL CHECK (outcome IN ('done', 'early', 'stopped', 'not_said')),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE timer_started (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "timer" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK (kind IN ('cold', 'heat', 'rest', 'brace')),
  "item" TEXT NOT NULL,
  "exercise" TEXT NOT NULL,
  "seconds" INTEGER NOT NULL CHECK (seconds >= 0),
  "longest_seconds" INTEGER NOT NULL CHECK (longest_seconds >= 0),
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE TABLE warning_given (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  plan_version TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK (kind IN ('sitting', 'lifting', 'cold', 'heat', 'rest')),
  "text" TEXT NOT NULL,
  "spoken" INTEGER NOT NULL CHECK (spoken IN (0, 1)),
  "acknowledged_at" TEXT,
  UNIQUE (device, seq),
  FOREIGN KEY (device, seq) REFERENCES fact_chain (device, seq)
) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TRIGGER fact_chain_gapless BEFORE INSERT ON fact_chain WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM fact_chain WHERE device = NEW.device), 0) BEGIN SELECT RAISE(ABORT, 'facts of a device are numbered without gaps'); END;
CREATE TRIGGER fact_chain_no_update BEFORE UPDATE ON fact_chain BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER fact_chain_no_delete BEFORE DELETE ON fact_chain BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER fact_chain_no_replace BEFORE INSERT ON fact_chain WHEN EXISTS (SELECT 1 FROM fact_chain WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_pain_score_patient_day"
    ON "pain_score" ("patient", "day");
CREATE TRIGGER pain_score_no_update BEFORE UPDATE ON pain_score BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER pain_score_no_delete BEFORE DELETE ON pain_score BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER pain_score_no_replace BEFORE INSERT ON pain_score WHEN EXISTS (SELECT 1 FROM pain_score WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_item_asked_patient_day"
    ON "item_asked" ("patient", "day");
CREATE TRIGGER item_asked_no_update BEFORE UPDATE ON item_asked BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER item_asked_no_delete BEFORE DELETE ON item_asked BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER item_asked_no_replace BEFORE INSERT ON item_asked WHEN EXISTS (SELECT 1 FROM item_asked WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_session_started_patient_day"
    ON "session_started" ("patient", "day");
CREATE TRIGGER session_started_no_update BEFORE UPDATE ON session_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER session_started_no_delete BEFORE DELETE ON session_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER session_started_no_replace BEFORE INSERT ON session_started WHEN EXISTS (SELECT 1 FROM session_started WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_session_ended_patient_day"
    ON "session_ended" ("patient", "day");
CREATE TRIGGER session_ended_no_update BEFORE UPDATE ON session_ended BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER session_ended_no_delete BEFORE DELETE ON session_ended BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER session_ended_no_replace BEFORE INSERT ON session_ended WHEN EXISTS (SELECT 1 FROM session_ended WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_exercise_done_patient_day"
    ON "exercise_done" ("patient", "day");
CREATE TRIGGER exercise_done_no_update BEFORE UPDATE ON exercise_done BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER exercise_done_no_delete BEFORE DELETE ON exercise_done BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER exercise_done_no_replace BEFORE INSERT ON exercise_done WHEN EXISTS (SELECT 1 FROM exercise_done WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_item_excused_patient_day"
    ON "item_excused" ("patient", "day");
CREATE TRIGGER item_excused_no_update BEFORE UPDATE ON item_excused BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER item_excused_no_delete BEFORE DELETE ON item_excused BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER item_excused_no_replace BEFORE INSERT ON item_excused WHEN EXISTS (SELECT 1 FROM item_excused WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_sitting_started_patient_day"
    ON "sitting_started" ("patient", "day");
CREATE TRIGGER sitting_started_no_update BEFORE UPDATE ON sitting_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER sitting_started_no_delete BEFORE DELETE ON sitting_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER sitting_started_no_replace BEFORE INSERT ON sitting_started WHEN EXISTS (SELECT 1 FROM sitting_started WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_sitting_bout_patient_day"
    ON "sitting_bout" ("patient", "day");
CREATE TRIGGER sitting_bout_no_update BEFORE UPDATE ON sitting_bout BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER sitting_bout_no_delete BEFORE DELETE ON sitting_bout BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER sitting_bout_no_replace BEFORE INSERT ON sitting_bout WHEN EXISTS (SELECT 1 FROM sitting_bout WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_warning_given_patient_day"
    ON "warning_given" ("patient", "day");
CREATE TRIGGER warning_given_no_update BEFORE UPDATE ON warning_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER warning_given_no_delete BEFORE DELETE ON warning_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER warning_given_no_replace BEFORE INSERT ON warning_given WHEN EXISTS (SELECT 1 FROM warning_given WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_red_flag_answered_patient_day"
    ON "red_flag_answered" ("patient", "day");
CREATE TRIGGER red_flag_answered_no_update BEFORE UPDATE ON red_flag_answered BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER red_flag_answered_no_delete BEFORE DELETE ON red_flag_answered BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER red_flag_answered_no_replace BEFORE INSERT ON red_flag_answered WHEN EXISTS (SELECT 1 FROM red_flag_answered WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_safety_hold_patient_day"
    ON "safety_hold" ("patient", "day");
CREATE TRIGGER safety_hold_no_update BEFORE UPDATE ON safety_hold BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER safety_hold_no_delete BEFORE DELETE ON safety_hold BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER safety_hold_no_replace BEFORE INSERT ON safety_hold WHEN EXISTS (SELECT 1 FROM safety_hold WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_safety_cleared_patient_day"
    ON "safety_cleared" ("patient", "day");
CREATE TRIGGER safety_cleared_no_update BEFORE UPDATE ON safety_cleared BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER safety_cleared_no_delete BEFORE DELETE ON safety_cleared BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER safety_cleared_no_replace BEFORE INSERT ON safety_cleared WHEN EXISTS (SELECT 1 FROM safety_cleared WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_stage_proposed_patient_day"
    ON "stage_proposed" ("patient", "day");
CREATE TRIGGER stage_proposed_no_update BEFORE UPDATE ON stage_proposed BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER stage_proposed_no_delete BEFORE DELETE ON stage_proposed BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER stage_proposed_no_replace BEFORE INSERT ON stage_proposed WHEN EXISTS (SELECT 1 FROM stage_proposed WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_stage_changed_patient_day"
    ON "stage_changed" ("patient", "day");
CREATE TRIGGER stage_changed_no_update BEFORE UPDATE ON stage_changed BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER stage_changed_no_delete BEFORE DELETE ON stage_changed BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER stage_changed_no_replace BEFORE INSERT ON stage_changed WHEN EXISTS (SELECT 1 FROM stage_changed WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_answer_given_patient_day"
    ON "answer_given" ("patient", "day");
CREATE TRIGGER answer_given_no_update BEFORE UPDATE ON answer_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER answer_given_no_delete BEFORE DELETE ON answer_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER answer_given_no_replace BEFORE INSERT ON answer_given WHEN EXISTS (SELECT 1 FROM answer_given WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_plan_received_patient_day"
    ON "plan_received" ("patient", "day");
CREATE TRIGGER plan_received_no_update BEFORE UPDATE ON plan_received BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER plan_received_no_delete BEFORE DELETE ON plan_received BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER plan_received_no_replace BEFORE INSERT ON plan_received WHEN EXISTS (SELECT 1 FROM plan_received WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_fact_retracted_patient_day"
    ON "fact_retracted" ("patient", "day");
CREATE TRIGGER fact_retracted_no_update BEFORE UPDATE ON fact_retracted BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER fact_retracted_no_delete BEFORE DELETE ON fact_retracted BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER fact_retracted_no_replace BEFORE INSERT ON fact_retracted WHEN EXISTS (SELECT 1 FROM fact_retracted WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_note_written_patient_day"
    ON "note_written" ("patient", "day");
CREATE TRIGGER note_written_no_update BEFORE UPDATE ON note_written BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER note_written_no_delete BEFORE DELETE ON note_written BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER note_written_no_replace BEFORE INSERT ON note_written WHEN EXISTS (SELECT 1 FROM note_written WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_flare_started_patient_day"
    ON "flare_started" ("patient", "day");
CREATE TRIGGER flare_started_no_update BEFORE UPDATE ON flare_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER flare_started_no_delete BEFORE DELETE ON flare_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER flare_started_no_replace BEFORE INSERT ON flare_started WHEN EXISTS (SELECT 1 FROM flare_started WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_item_asked_patient_item"
    ON "item_asked" ("patient", "item");
CREATE INDEX "idx_item_asked_patient_for_day"
    ON "item_asked" ("patient", "for_day");
CREATE INDEX "idx_exercise_done_patient_item"
    ON "exercise_done" ("patient", "item");
CREATE INDEX "idx_exercise_done_session"
    ON "exercise_done" ("session");
CREATE INDEX "idx_item_excused_patient_item"
    ON "item_excused" ("patient", "item");
CREATE INDEX "idx_session_started_session"
    ON "session_started" ("session");
CREATE INDEX "idx_session_ended_session"
    ON "session_ended" ("session");
CREATE INDEX "idx_pain_score_session"
    ON "pain_score" ("session");
CREATE INDEX "idx_fact_retracted_fact"
    ON "fact_retracted" ("fact");
CREATE VIEW "session_log" AS 
SELECT s.patient, s.day, s.session, s.stage, s.pace, s.at AS started, e.at AS ended, e.minutes,
       e.outcome, s.items,
       (SELECT count(*) FROM exercise_done AS f
        WHERE f.session = s.session AND f.patient = s.patient
          AND f.outcome = 'done' AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)) AS sets_done,
       (SELECT max(score) FROM pain_score AS f WHERE f.session = s.session AND f.patient = s.patient AND f.site = 'back' AND f.moment = 'before' AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)) AS back_before,
       (SELECT max(score) FROM pain_score AS f WHERE f.session = s.session AND f.patient = s.patient AND f.site = 'leg' AND f.moment = 'before' AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)) AS leg_before,
       (SELECT max(score) FROM pain_score AS f WHERE f.session = s.session AND f.patient = s.patient AND f.site = 'back' AND f.moment = 'after' AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)) AS back_after,
       (SELECT max(score) FROM pain_score AS f WHERE f.session = s.session AND f.patient = s.patient AND f.site = 'leg' AND f.moment = 'after' AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)) AS leg_after
FROM session_started AS s
LEFT JOIN session_ended AS e
  ON e.session = s.session AND e.patient = s.patient AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = e.id AND r.patient = e.patient)
WHERE NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = s.id AND r.patient = s.patient);
CREATE INDEX "idx_flare_proposed_patient_day"
    ON "flare_proposed" ("patient", "day");
CREATE TRIGGER flare_proposed_no_update BEFORE UPDATE ON flare_proposed BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER flare_proposed_no_delete BEFORE DELETE ON flare_proposed BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER flare_proposed_no_replace BEFORE INSERT ON flare_proposed WHEN EXISTS (SELECT 1 FROM flare_proposed WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_light_given_patient_day"
    ON "light_given" ("patient", "day");
CREATE TRIGGER light_given_no_update BEFORE UPDATE ON light_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER light_given_no_delete BEFORE DELETE ON light_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER light_given_no_replace BEFORE INSERT ON light_given WHEN EXISTS (SELECT 1 FROM light_given WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_body_marked_patient_day"
    ON "body_marked" ("patient", "day");
CREATE TRIGGER body_marked_no_update BEFORE UPDATE ON body_marked BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER body_marked_no_delete BEFORE DELETE ON body_marked BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER body_marked_no_replace BEFORE INSERT ON body_marked WHEN EXISTS (SELECT 1 FROM body_marked WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_care_step_noted_patient_day"
    ON "care_step_noted" ("patient", "day");
CREATE TRIGGER care_step_noted_no_update BEFORE UPDATE ON care_step_noted BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER care_step_noted_no_delete BEFORE DELETE ON care_step_noted BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER care_step_noted_no_replace BEFORE INSERT ON care_step_noted WHEN EXISTS (SELECT 1 FROM care_step_noted WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_light_given_session"
    ON "light_given" ("session");
CREATE VIEW "pain_by_day" AS 
WITH
  depth(word, number) AS (
    VALUES ('none', 0), ('back', 1), ('buttock', 2), ('thigh', 3), ('knee', 4), ('calf', 5),
           ('foot', 6)
  ),
  total AS (
    SELECT patient, day, site, max(score) AS worst, avg(score) AS mean,
           max((SELECT number FROM depth WHERE word = f.reach)) AS furthest
    FROM (
      SELECT id, patient, site, score, reach, session,
             CASE WHEN moment = 'worst_24h' AND substr(at, 12, 2) < '04'
                  THEN date(day, '-1 day') ELSE day END AS day
      FROM pain_score
    ) AS f
    WHERE NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient) AND NOT EXISTS (
      SELECT 1 FROM session_started AS s
      WHERE s.session = f.session AND s.patient = f.patient AND s.pace <> 1 AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = s.id AND r.patient = s.patient)
    )
    GROUP BY patient, day, site
  )
SELECT patient, day, site, worst,
       CASE WHEN mean * 8 = CAST(mean * 8 AS INTEGER) AND CAST(mean * 8 AS INTEGER) % 4 = 1
            THEN CAST(mean * 100 AS INTEGER) / 100.0 ELSE round(mean, 2) END AS mean,
       (SELECT word FROM depth WHERE number = furthest) AS reach
FROM total;
CREATE INDEX "idx_therapist_paired_patient_day"
    ON "therapist_paired" ("patient", "day");
CREATE TRIGGER therapist_paired_no_update BEFORE UPDATE ON therapist_paired BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER therapist_paired_no_delete BEFORE DELETE ON therapist_paired BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER therapist_paired_no_replace BEFORE INSERT ON therapist_paired WHEN EXISTS (SELECT 1 FROM therapist_paired WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_log_shared_patient_day"
    ON "log_shared" ("patient", "day");
CREATE TRIGGER log_shared_no_update BEFORE UPDATE ON log_shared BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER log_shared_no_delete BEFORE DELETE ON log_shared BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER log_shared_no_replace BEFORE INSERT ON log_shared WHEN EXISTS (SELECT 1 FROM log_shared WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_plan_issued_patient_day"
    ON "plan_issued" ("patient", "day");
CREATE TRIGGER plan_issued_no_update BEFORE UPDATE ON plan_issued BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER plan_issued_no_delete BEFORE DELETE ON plan_issued BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER plan_issued_no_replace BEFORE INSERT ON plan_issued WHEN EXISTS (SELECT 1 FROM plan_issued WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_review_decided_patient_day"
    ON "review_decided" ("patient", "day");
CREATE TRIGGER review_decided_no_update BEFORE UPDATE ON review_decided BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER review_decided_no_delete BEFORE DELETE ON review_decided BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER review_decided_no_replace BEFORE INSERT ON review_decided WHEN EXISTS (SELECT 1 FROM review_decided WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER plan_document_no_update BEFORE UPDATE ON plan_document BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER plan_document_no_delete BEFORE DELETE ON plan_document BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER plan_document_no_replace BEFORE INSERT ON plan_document WHEN EXISTS (SELECT 1 FROM plan_document WHERE sha256 = NEW.sha256) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_reminder_given_patient_day"
    ON "reminder_given" ("patient", "day");
CREATE TRIGGER reminder_given_no_update BEFORE UPDATE ON reminder_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER reminder_given_no_delete BEFORE DELETE ON reminder_given BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER reminder_given_no_replace BEFORE INSERT ON reminder_given WHEN EXISTS (SELECT 1 FROM reminder_given WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_reminder_put_off_patient_day"
    ON "reminder_put_off" ("patient", "day");
CREATE TRIGGER reminder_put_off_no_update BEFORE UPDATE ON reminder_put_off BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER reminder_put_off_no_delete BEFORE DELETE ON reminder_put_off BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER reminder_put_off_no_replace BEFORE INSERT ON reminder_put_off WHEN EXISTS (SELECT 1 FROM reminder_put_off WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_quiet_begun_patient_day"
    ON "quiet_begun" ("patient", "day");
CREATE TRIGGER quiet_begun_no_update BEFORE UPDATE ON quiet_begun BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER quiet_begun_no_delete BEFORE DELETE ON quiet_begun BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER quiet_begun_no_replace BEFORE INSERT ON quiet_begun WHEN EXISTS (SELECT 1 FROM quiet_begun WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_quiet_ended_patient_day"
    ON "quiet_ended" ("patient", "day");
CREATE TRIGGER quiet_ended_no_update BEFORE UPDATE ON quiet_ended BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER quiet_ended_no_delete BEFORE DELETE ON quiet_ended BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER quiet_ended_no_replace BEFORE INSERT ON quiet_ended WHEN EXISTS (SELECT 1 FROM quiet_ended WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_away_answered_patient_day"
    ON "away_answered" ("patient", "day");
CREATE TRIGGER away_answered_no_update BEFORE UPDATE ON away_answered BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER away_answered_no_delete BEFORE DELETE ON away_answered BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER away_answered_no_replace BEFORE INSERT ON away_answered WHEN EXISTS (SELECT 1 FROM away_answered WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_timer_started_patient_day"
    ON "timer_started" ("patient", "day");
CREATE TRIGGER timer_started_no_update BEFORE UPDATE ON timer_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER timer_started_no_delete BEFORE DELETE ON timer_started BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER timer_started_no_replace BEFORE INSERT ON timer_started WHEN EXISTS (SELECT 1 FROM timer_started WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_timer_ended_patient_day"
    ON "timer_ended" ("patient", "day");
CREATE TRIGGER timer_ended_no_update BEFORE UPDATE ON timer_ended BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER timer_ended_no_delete BEFORE DELETE ON timer_ended BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER timer_ended_no_replace BEFORE INSERT ON timer_ended WHEN EXISTS (SELECT 1 FROM timer_ended WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_still_asked_patient_day"
    ON "still_asked" ("patient", "day");
CREATE TRIGGER still_asked_no_update BEFORE UPDATE ON still_asked BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER still_asked_no_delete BEFORE DELETE ON still_asked BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER still_asked_no_replace BEFORE INSERT ON still_asked WHEN EXISTS (SELECT 1 FROM still_asked WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_still_answered_patient_day"
    ON "still_answered" ("patient", "day");
CREATE TRIGGER still_answered_no_update BEFORE UPDATE ON still_answered BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER still_answered_no_delete BEFORE DELETE ON still_answered BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER still_answered_no_replace BEFORE INSERT ON still_answered WHEN EXISTS (SELECT 1 FROM still_answered WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_sitting_limit_set_patient_day"
    ON "sitting_limit_set" ("patient", "day");
CREATE TRIGGER sitting_limit_set_no_update BEFORE UPDATE ON sitting_limit_set BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER sitting_limit_set_no_delete BEFORE DELETE ON sitting_limit_set BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER sitting_limit_set_no_replace BEFORE INSERT ON sitting_limit_set WHEN EXISTS (SELECT 1 FROM sitting_limit_set WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_task_announced_patient_day"
    ON "task_announced" ("patient", "day");
CREATE TRIGGER task_announced_no_update BEFORE UPDATE ON task_announced BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER task_announced_no_delete BEFORE DELETE ON task_announced BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE TRIGGER task_announced_no_replace BEFORE INSERT ON task_announced WHEN EXISTS (SELECT 1 FROM task_announced WHERE id = NEW.id OR (device = NEW.device AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'facts are never changed: retract it with another fact'); END;
CREATE INDEX "idx_timer_started_timer"
    ON "timer_started" ("timer");
CREATE INDEX "idx_timer_ended_timer"
    ON "timer_ended" ("timer");
CREATE VIEW "adherence_by_day" AS 
WITH
  asked AS (
    SELECT patient, item, for_day AS day,
           CASE WHEN timed THEN planned_seconds ELSE planned_reps END AS dose, timed,
           row_number() OVER (
             PARTITION BY patient, item ORDER BY julianday(at) DESC, seq DESC
           ) AS age
    FROM item_asked AS f
    WHERE NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)
  ),
  worked AS (
    SELECT patient, item, sum(reps) AS reps, sum(seconds) AS seconds,
           max(outcome IN ('skipped', 'stopped')) AS declined
    FROM exercise_done AS f
    WHERE NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)
      AND NOT EXISTS (
        SELECT 1 FROM session_started AS s
        WHERE s.session = f.session AND s.patient = f.patient AND s.pace <> 1 AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = s.id AND r.patient = s.patient)
      )
    GROUP BY patient, item
  ),
  excuse AS (
    SELECT DISTINCT patient, item, 1 AS excused FROM item_excused AS f WHERE NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)
  ),
  asked_late AS (
    SELECT patient, for_day AS day FROM item_asked AS f
    WHERE NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient)
    GROUP BY patient, for_day
    HAVING min(f.day <> f.for_day)
  ),
  not_recorded AS (
    SELECT patient, day, 1 AS unknown FROM asked_late AS d
    WHERE NOT (
      EXISTS (SELECT 1 FROM pain_score AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM session_started AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM session_ended AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM exercise_done AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM item_excused AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM sitting_started AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM sitting_bout AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM warning_given AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM red_flag_answered AS f WHERE f.patient = d.patient AND f.day = d.day AND 1)
      OR EXISTS (SELECT 1 FROM safety_hold AS f WHERE f.patient = d.patient AND f.day = d.day AND 1)
      OR EXISTS (SELECT 1 FROM safety_cleared AS f WHERE f.patient = d.patient AND f.day = d.day AND 1)
      OR EXISTS (SELECT 1 FROM stage_proposed AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM stage_changed AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM answer_given AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM fact_retracted AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM note_written AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM flare_started AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM flare_proposed AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM light_given AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM body_marked AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM reminder_put_off AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM quiet_begun AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM quiet_ended AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM away_answered AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM timer_started AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM timer_ended AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM still_answered AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
      OR EXISTS (SELECT 1 FROM task_announced AS f WHERE f.patient = d.patient AND f.day = d.day AND NOT EXISTS (SELECT 1 FROM fact_retracted AS r WHERE r.fact = f.id AND r.patient = f.patient))
    )
  ),
  result AS (
    SELECT a.patient, a.day, coalesce(x.excused, 0) AS excused, coalesce(n.unknown, 0) AS unknown,
           coalesce(w.declined, 0) AS declined,
           CASE
             WHEN a.dose > 0 THEN
              min(1.0, 1.0 * coalesce(CASE WHEN a.timed THEN w.seconds ELSE w.reps END, 0) / a.dose)
             ELSE coalesce(w.reps, 0) > 0
           END AS fraction
    FROM asked AS a
    LEFT JOIN worked AS w ON w.patient = a.patient AND w.item = a.item
    LEFT JOIN excuse AS x ON x.patient = a.patient AND x.item = a.item
    LEFT JOIN not_recorded AS n ON n.patient = a.patient AND n.day = a.day
    WHERE a.age = 1
  ),
  total AS (
    SELECT patient, day,
           count(*) AS planned,
           sum(NOT excused AND NOT unknown AND fraction >= 0.995) AS done,
           sum(NOT excused AND NOT unknown AND fraction > 0 AND fraction < 0.995) AS partial,
           sum(NOT excused AND NOT unknown AND fraction = 0 AND declined) AS skipped,
           sum(excused) AS excused,
           sum(NOT excused AND unknown) AS not_recorded,
           100 * sum(CASE WHEN excused OR unknown THEN NULL ELSE fraction END)
             / sum(NOT excused AND NOT unknown) AS mean
    FROM result
    GROUP BY patient, day
  )
SELECT patient, day, planned, done, partial, skipped, excused, not_recorded,
       round(mean + 1e-9, 1) AS percent
FROM total;
COMMIT;
