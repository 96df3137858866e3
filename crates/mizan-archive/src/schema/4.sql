-- What a narrative has told: the events of a question when it was last asked with --since-last.
CREATE TABLE asked(question TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY(question, event)) STRICT, WITHOUT ROWID;
CREATE TABLE asked_at(question TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
