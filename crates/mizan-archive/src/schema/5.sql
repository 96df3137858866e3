-- Review by people: where a corrected sentence stood, names given by hand, queues coded by several persons.
-- base: the character at which the sentence started when it was corrected, so that spans move with it.
ALTER TABLE correction ADD COLUMN base INTEGER NOT NULL DEFAULT -1;
CREATE INDEX correction_at ON correction(at);
-- words: as folded; shown: as written; actor: who they stand for, as JSON.
CREATE TABLE alias(
  id INTEGER PRIMARY KEY, words TEXT NOT NULL, shown TEXT NOT NULL, actor TEXT NOT NULL,
  who TEXT NOT NULL, at TEXT NOT NULL, undone TEXT) STRICT;
CREATE INDEX alias_words ON alias(words);
CREATE TABLE queue(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, question TEXT NOT NULL, coders INTEGER NOT NULL,
  who TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE queued(
  queue INTEGER NOT NULL REFERENCES queue(id), place INTEGER NOT NULL, event INTEGER NOT NULL,
  settled TEXT, settled_by TEXT, PRIMARY KEY(queue, event)) STRICT, WITHOUT ROWID;
-- What one coder holds of one event; a later judgement of the same coder takes the place of an earlier one,
-- which stays on record as withdrawn.
CREATE TABLE judgement(
  id INTEGER PRIMARY KEY, queue INTEGER NOT NULL REFERENCES queue(id), event INTEGER NOT NULL,
  coder TEXT NOT NULL, verdict TEXT NOT NULL, type TEXT, mode TEXT, status TEXT, note TEXT,
  at TEXT NOT NULL, withdrawn TEXT) STRICT;
CREATE INDEX judgement_queue ON judgement(queue, event, coder);
-- What lists filter and order by, in one index: a list reads it alone, and only opens the rows that it shows.
DROP INDEX event_day;
CREATE INDEX event_view ON event(day, uid, shown, type, mode, quad, status, zone, place, outlet, speaker, stance,
  confidence, score);
CREATE INDEX claim_day ON claim(day, uid);
-- Events that want a look: few, so that they are counted at once.
CREATE INDEX event_unsure ON event(confidence) WHERE shown > 0 AND confidence < 0.6;
