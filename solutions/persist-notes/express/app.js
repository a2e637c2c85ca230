// Notes in SQLite: what was confirmed is there after a kill.
'use strict';

const path = require('node:path');
const express = require('express');
const Database = require('libsql');

const database = new Database(path.join(process.env.KATA_DATA, 'notes.db'));
database.pragma('journal_mode = WAL');
// AUTOINCREMENT: an id never comes twice, whatever was deleted.
database.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)');

// The database writes the JSON itself: libsql would cut a text at the character NUL, if it holds one.
const SHOWN = "SELECT json_object('id', id, 'text', text) AS json FROM notes";
const insert = database.prepare('INSERT INTO notes (text) VALUES (?)');
const selectAll = database.prepare(`${SHOWN} ORDER BY id`);
const selectOne = database.prepare(`${SHOWN} WHERE id = ?`);
const remove = database.prepare('DELETE FROM notes WHERE id = ?');

const app = express();
app.use(express.json({ limit: '8mb' })); // JSON may need six bytes for a letter that has one

app.get('/notes', (request, response) => {
  response.json(selectAll.all().map(({ json }) => JSON.parse(json)));
});

app.post('/notes', (request, response) => {
  const text = request.body?.text;
  if (typeof text !== 'string') return response.status(422).json({ error: 'a note needs a text' });
  if (!text.isWellFormed()) return response.status(422).json({ error: 'this is half a character' });
  // The statement returns when the note is in the file; only then do we answer.
  const { lastInsertRowid: id } = insert.run(text);
  response.status(201).json({ id, text });
});

app.get('/notes/:id', (request, response) => {
  const note = selectOne.get(request.params.id);
  if (note) response.json(JSON.parse(note.json));
  else response.status(404).json({ error: 'there is no such note' });
});

app.delete('/notes/:id', (request, response) => {
  if (remove.run(request.params.id).changes) response.status(204).end();
  else response.status(404).json({ error: 'there is no such note' });
});

// Broken JSON and the like: Express would answer with a page.
app.use((error, request, response, next) => {
  if (!(error.status < 500)) console.error(error); // a mistake of ours: the details are for the log
  response.status(error.status ?? 500).json({ error: error.status ? error.message : 'something went wrong' });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
