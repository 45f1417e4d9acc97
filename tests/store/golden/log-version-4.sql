PRAGMA application_id=1131372899;
PRAGMA user_version=4;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
INSERT INTO "_sqlite_migrations" VALUES(1,'coach.log','m001_facts_chain_home_and_views','2026-11-30 17:45:42.364252+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'coach.log','m002_lights_charts_and_proposals','2026-11-30 17:45:42.365779+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'coach.log','m003_evenings_past_midnight','2026-11-30 17:45:42.366033+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'coach.log','m004_signed_plans_and_the_caseload','2026-11-30 17:45:42.377638+00:00');
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
INSERT INTO "exercise_done" VALUES('01a40035-f340-7004-a52c-3c9d50247b60','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',4,'steady-back@1','s1','a','calf',1,'left',3,20,60.5,3,60.0,'done','none',NULL);
INSERT INTO "exercise_done" VALUES('01a40035-f340-7005-a971-e1512f1c3ddc','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',5,'steady-back@1','s1','b','bird-dog',1,'right',2,8,16.0,6,48.0,'stopped','pain',NULL);
CREATE TABLE fact_chain (
  device TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  fact TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (device, seq)
) STRICT;
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',1,'01a40035-f340-7001-8fb5-b3627fe4387f','pain_score','83bf599f5155c96d6383073e2d7d0b16e33174f7e6a77eb2cdfffe8f12eae208');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',2,'01a40035-f340-7002-b49a-01fcb87f74d2','pain_score','4f1e8c0bbf2aecfd6c9811f0a28c73fe9d6490311e18c678b6b9ade6cfa5ef68');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',3,'01a40035-f340-7003-9bac-670b16d145ce','session_started','8152254a194b402a797a357926a661471ee304eed3ab05d13e521b486e5f5bef');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',4,'01a40035-f340-7004-a52c-3c9d50247b60','exercise_done','1fc45a514f3974e69aee4d8737d1ac84aff2179cf3c1d65b84c45a46af8663a3');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',5,'01a40035-f340-7005-a971-e1512f1c3ddc','exercise_done','fe3716858796e8eb7bbee125ff04385f391d2147c8972757a5cf68310195818a');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',6,'01a40035-f340-7006-bf85-9e6952d5ecc7','session_ended','2e249ce59f02d70d402fc437f76360cd39ccfb173a56d995ce365082efcc99e0');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',7,'01a40035-f340-7007-97a6-91709db4ac00','note_written','6cec5b3de0726da16eb057f01079337c143dcfc8b0eb290084ce3a5abe788a0c');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',8,'01a40035-f340-7008-9b57-67c1c8b0cca5','red_flag_answered','5c1681f8dea6210f880f7d372f62fabb270b811a0ac939708c51f1ac7d6da189');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',9,'01a40035-f340-7009-9d98-a33ed12a9446','safety_hold','aa80a6dd0f4eadc12098ed6d90baf16dbefe2a81b4c18888bb9dc0baa0d0adc0');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',10,'01a40035-f340-700a-adbe-8a3c94d9c8cf','light_given','8d660168d79e7e1ca3b4ad3f8bec931ac7730506747bf9ea61b5e4f3a684338f');
INSERT INTO "fact_chain" VALUES('01a22d90-02cd-7153-a42a-7d4f30a6ca85',11,'01a40035-f340-700b-9dc2-dc2a747fc646','log_shared','20a8ea88bc2f2c3f142e556793c216eb3d4010feb51f5c11cdb49c147c47ba40');
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
INSERT INTO "home" VALUES('patient','01a22d90-02cd-7153-a42a-7d4e665c8261');
INSERT INTO "home" VALUES('device','01a22d90-02cd-7153-a42a-7d4f30a6ca85');
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
INSERT INTO "light_given" VALUES('01a40035-f340-700a-adbe-8a3c94d9c8cf','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',10,'steady-back@1','s1','a','calf','green','steady');
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
INSERT INTO "log_shared" VALUES('01a40035-f340-700b-9dc2-dc2a747fc646','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',11,'steady-back@1','abababababababababababababababababababababababababababababababab',4,4);
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
INSERT INTO "note_written" VALUES('01a40035-f340-7007-97a6-91709db4ac00','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',7,'steady-back@1','Müde, ''aber'' froh
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
INSERT INTO "pain_score" VALUES('01a40035-f340-7001-8fb5-b3627fe4387f','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',1,'steady-back@1','back',3,'before',NULL,'s1');
INSERT INTO "pain_score" VALUES('01a40035-f340-7002-b49a-01fcb87f74d2','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',2,'steady-back@1','leg',4,'before','calf','s1');
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
INSERT INTO "red_flag_answered" VALUES('01a40035-f340-7008-9b57-67c1c8b0cca5','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',8,'steady-back@1','bladder','yes',1,1);
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
INSERT INTO "safety_hold" VALUES('01a40035-f340-7009-9d98-a33ed12a9446','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',9,'steady-back@1',1);
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
INSERT INTO "session_ended" VALUES('01a40035-f340-7006-bf85-9e6952d5ecc7','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',6,'steady-back@1','s1','B','stopped_pain',4.5);
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
INSERT INTO "session_started" VALUES('01a40035-f340-7003-9bac-670b16d145ce','01a22d90-02cd-7153-a42a-7d4e665c8261','2027-03-01T09:30:00+01:00','2027-03-01','01a22d90-02cd-7153-a42a-7d4f30a6ca85',3,'steady-back@1','s1','B','a b',1.0,NULL);
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
