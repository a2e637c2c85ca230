-- AUTOINCREMENT: SQLite remembers the highest id ever given out. Without it, the id of a deleted note comes back.
CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL);
