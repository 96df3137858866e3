-- Stories: which pages share passages, which events are one happening, and what persons ruled.
ALTER TABLE doc ADD COLUMN sketch BLOB;
ALTER TABLE doc ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
UPDATE doc SET origin = page, waiting = 1, indexed = 0;
CREATE TABLE print(hash INTEGER NOT NULL, day INTEGER NOT NULL, page INTEGER NOT NULL,
  PRIMARY KEY(hash, day, page)) STRICT, WITHOUT ROWID;
CREATE INDEX print_page ON print(page);
CREATE TABLE near(a INTEGER NOT NULL, b INTEGER NOT NULL, share REAL NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID;
CREATE INDEX near_b ON near(b);
-- Events by what they may share with others, with the days on which they may have happened.
CREATE TABLE block(key INTEGER NOT NULL, day INTEGER NOT NULL, event INTEGER NOT NULL, day_to INTEGER NOT NULL,
  PRIMARY KEY(key, day, event)) STRICT, WITHOUT ROWID;
CREATE INDEX block_event ON block(event);
CREATE TABLE link(a INTEGER NOT NULL, b INTEGER NOT NULL, weight REAL NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID;
CREATE INDEX link_b ON link(b);
CREATE TABLE ruling(
  id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, kind TEXT NOT NULL,
  who TEXT NOT NULL, at TEXT NOT NULL, undone TEXT) STRICT;
CREATE INDEX event_story ON event(story);
-- Rolled-up counts of each day, merged by questions that ask for the share of all coded material.
CREATE TABLE tally(
  day INTEGER NOT NULL, zone INTEGER NOT NULL, status INTEGER NOT NULL, quad INTEGER NOT NULL,
  shown INTEGER NOT NULL, events INTEGER NOT NULL, stories INTEGER NOT NULL,
  PRIMARY KEY(day, zone, status, quad, shown)) STRICT, WITHOUT ROWID;
CREATE TABLE stale(day INTEGER PRIMARY KEY) STRICT;
INSERT INTO stale SELECT DISTINCT day FROM event WHERE day IS NOT NULL;
