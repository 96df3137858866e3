-- Pages with their bytes, what was read of them, and the rows that questions are asked of.
CREATE TABLE run(
  id INTEGER PRIMARY KEY, data TEXT NOT NULL, program TEXT NOT NULL, UNIQUE(data, program)) STRICT;
CREATE TABLE page(
  id INTEGER PRIMARY KEY, uid INTEGER NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, current INTEGER) STRICT;
-- kind: document, or entry where a feed carried the article itself. given: the day that the caller stated.
CREATE TABLE version(
  id INTEGER PRIMARY KEY, page INTEGER NOT NULL REFERENCES page(id), hash BLOB NOT NULL,
  kind TEXT NOT NULL, origin TEXT NOT NULL, content_type TEXT, given TEXT, hints TEXT,
  bytes BLOB NOT NULL, added TEXT NOT NULL, stated TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run(id), record BLOB NOT NULL, text BLOB NOT NULL,
  UNIQUE(page, hash)) STRICT;
CREATE INDEX version_origin ON version(origin, hash);
CREATE TABLE problem(
  version INTEGER NOT NULL REFERENCES version(id), code TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE INDEX problem_version ON problem(version);

-- Words of closed lists (types, modes, statuses, …), so that rows stay small.
CREATE TABLE term(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE outlet(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
-- One row for an actor under one code: dated roles give the same actor other codes.
CREATE TABLE actor(
  id INTEGER PRIMARY KEY, key TEXT NOT NULL, code TEXT NOT NULL, name_ar TEXT NOT NULL,
  name_en TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE(key, code)) STRICT;
CREATE TABLE place(
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
  country TEXT NOT NULL, admin1 TEXT, lat REAL, lon REAL, precision TEXT NOT NULL) STRICT;

-- The page as it stands now. Days are counted from 1970-01-01.
CREATE TABLE doc(
  page INTEGER PRIMARY KEY REFERENCES page(id), version INTEGER NOT NULL REFERENCES version(id),
  outlet INTEGER NOT NULL, day INTEGER, lang TEXT NOT NULL, title TEXT NOT NULL,
  credit INTEGER NOT NULL, waiting INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE INDEX doc_waiting ON doc(waiting) WHERE waiting > 0;
CREATE INDEX doc_day ON doc(day);
-- story, origin: the lead event and the first page of their groups; their own until stories are gathered.
CREATE TABLE event(
  id INTEGER PRIMARY KEY, uid INTEGER NOT NULL UNIQUE, page INTEGER NOT NULL, num INTEGER NOT NULL,
  type INTEGER NOT NULL, mode INTEGER NOT NULL, quad INTEGER NOT NULL, status INTEGER NOT NULL,
  zone INTEGER NOT NULL, shown INTEGER NOT NULL, confidence REAL NOT NULL, score REAL NOT NULL,
  day INTEGER, day_to INTEGER, place INTEGER NOT NULL, outlet INTEGER NOT NULL,
  speaker INTEGER NOT NULL, stance INTEGER NOT NULL, claim_kind INTEGER NOT NULL,
  sign BLOB NOT NULL, story INTEGER NOT NULL, lead INTEGER NOT NULL, origin INTEGER NOT NULL) STRICT;
CREATE INDEX event_page ON event(page);
CREATE INDEX event_day ON event(day);
CREATE INDEX event_type ON event(type, day);
-- Every pair of source and target, 0 for nobody known, with all that a question may filter by.
CREATE TABLE dyad(
  source INTEGER NOT NULL, target INTEGER NOT NULL, day INTEGER NOT NULL, event INTEGER NOT NULL,
  type INTEGER NOT NULL, mode INTEGER NOT NULL, quad INTEGER NOT NULL, status INTEGER NOT NULL,
  zone INTEGER NOT NULL, shown INTEGER NOT NULL, confidence REAL NOT NULL, score REAL NOT NULL,
  place INTEGER NOT NULL, outlet INTEGER NOT NULL, speaker INTEGER NOT NULL, stance INTEGER NOT NULL,
  claim_kind INTEGER NOT NULL, story INTEGER NOT NULL, lead INTEGER NOT NULL, origin INTEGER NOT NULL,
  PRIMARY KEY(source, target, day, event)) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_event ON dyad(event);
CREATE INDEX dyad_target ON dyad(target, source, day);
CREATE TABLE claim(
  id INTEGER PRIMARY KEY, uid INTEGER NOT NULL UNIQUE, page INTEGER NOT NULL, num INTEGER NOT NULL,
  speaker INTEGER NOT NULL, channel INTEGER NOT NULL, stance INTEGER NOT NULL, kind INTEGER NOT NULL,
  day INTEGER, denies INTEGER NOT NULL) STRICT;
CREATE INDEX claim_page ON claim(page);
CREATE INDEX claim_speaker ON claim(speaker, day);
CREATE TABLE tie(
  page INTEGER NOT NULL, num INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,
  kind INTEGER NOT NULL, day_from INTEGER, day_to INTEGER, status INTEGER NOT NULL,
  day INTEGER, PRIMARY KEY(page, num)) STRICT, WITHOUT ROWID;
CREATE INDEX tie_a ON tie(a, b);
CREATE INDEX tie_b ON tie(b, a);
CREATE TABLE stance(
  page INTEGER NOT NULL, num INTEGER NOT NULL, of INTEGER NOT NULL, toward INTEGER NOT NULL,
  holder INTEGER NOT NULL, direction INTEGER NOT NULL, zone INTEGER NOT NULL, day INTEGER,
  PRIMARY KEY(page, num)) STRICT, WITHOUT ROWID;
CREATE INDEX stance_of ON stance(of, toward);
-- What a person corrected; never deleted, only marked as undone.
CREATE TABLE correction(
  id INTEGER PRIMARY KEY, page INTEGER NOT NULL REFERENCES page(id), event INTEGER NOT NULL,
  sentence TEXT NOT NULL, words TEXT NOT NULL, type TEXT NOT NULL, action TEXT NOT NULL,
  field TEXT, value TEXT, snapshot TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
  undone TEXT) STRICT;
CREATE INDEX correction_page ON correction(page);
