-- Full-text search over folded words and stems; a row for each page, words of our own cutting.
CREATE VIRTUAL TABLE words USING fts5(word, stem, content='', contentless_delete=1, tokenize='ascii');
ALTER TABLE doc ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX doc_indexed ON doc(indexed) WHERE indexed = 0;
