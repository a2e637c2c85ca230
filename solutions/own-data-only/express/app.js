// Private notes: a note is only ever found together with the user who asks.
'use strict';

const crypto = require('node:crypto');
const path = require('node:path');
const { promisify } = require('node:util');
const express = require('express');
const Database = require('libsql');

const scrypt = promisify(crypto.scrypt); // in a thread of its own: other requests go on meanwhile

// --- The database ---

const database = new Database(path.join(process.env.KATA_DATA, 'notes.db'));
database.pragma('journal_mode = WAL');
database.pragma('foreign_keys = ON'); // with a note go its comments
// AUTOINCREMENT: the id of something deleted never comes back, to lead to something else.
database.exec(`
  CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS sessions (token TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts);
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL REFERENCES accounts, title TEXT NOT NULL, text TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS notes_by_owner ON notes (owner);
  CREATE TABLE IF NOT EXISTS comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, note INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE, text TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS comments_by_note ON comments (note)`);

const insertAccount = database.prepare('INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
const accountOfEmail = database.prepare('SELECT id, salt, hash FROM accounts WHERE email = ?');
const insertSession = database.prepare('INSERT INTO sessions (token, account) VALUES (?, ?)');
const accountOfToken = database.prepare('SELECT id, email FROM accounts JOIN sessions ON account = id WHERE token = ?');

// Every statement that looks for notes asks for the owner too. The others below are given the id of a note that one of these has found.
const NOTE = "SELECT json_object('id', id, 'title', title, 'text', text) AS json FROM notes WHERE owner = ?";
const ownNote = database.prepare(`${NOTE} AND id = ?`);
const ownNotes = database.prepare(`${NOTE} AND (instr(title, ?) OR instr(text, ?)) ORDER BY id`);
const countOwnNotes = database.prepare('SELECT count(*) AS notes FROM notes WHERE owner = ?');
const deleteOwnNotes = database.prepare('DELETE FROM notes WHERE owner = ? AND id IN (SELECT value FROM json_each(?))');
const insertNote = database.prepare('INSERT INTO notes (owner, title, text) VALUES (?, ?, ?)');
const updateNote = database.prepare('UPDATE notes SET title = ?, text = ? WHERE id = ?');

const commentsOfNote = database.prepare("SELECT json_object('id', id, 'text', text) AS json FROM comments WHERE note = ? ORDER BY id");
const insertComment = database.prepare('INSERT INTO comments (note, text) VALUES (?, ?)');
const deleteComment = database.prepare('DELETE FROM comments WHERE note = ? AND id = ?');

// --- Who is asking ---

// Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
const NOBODY = { salt: crypto.randomBytes(16), hash: crypto.randomBytes(64) };

const hashOf = (password, salt) => scrypt(Buffer.from(password), salt, 64); // slow on purpose, by scrypt's default cost

// A token is random, so a quick hash is enough. Whoever copies the database finds no token in it.
const digest = (token) => crypto.createHash('sha256').update(token).digest('base64url');

const app = express();
const readJson = express.json({ limit: '2mb' });

app.post('/register', readJson, needs('email', 'password'), async (request, response) => {
  const { email, password } = request.body;
  const salt = crypto.randomBytes(16);
  const { changes, lastInsertRowid: id } = insertAccount.run(email, salt, await hashOf(password, salt));
  if (changes) response.status(201).json({ id, email });
  else response.status(409).json({ error: 'this e-mail has an account already' });
});

app.post('/login', readJson, needs('email', 'password'), async (request, response) => {
  const { email, password } = request.body;
  const account = accountOfEmail.get(email);
  const { salt, hash } = account ?? NOBODY;
  const matches = crypto.timingSafeEqual(await hashOf(password, salt), hash);
  if (!account || !matches) return response.status(401).json({ error: 'e-mail or password is wrong' });
  const token = crypto.randomBytes(32).toString('base64url');
  insertSession.run(digest(token), account.id);
  response.json({ token });
});

// From here on nothing is reached without a token.
app.use((request, response, next) => {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.get('Authorization')) ?? [];
  request.user = token && accountOfToken.get(digest(token));
  if (request.user) next();
  else response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'log in first' });
});

app.use(readJson);

app.get('/me', (request, response) => {
  const { id, email } = request.user;
  response.json({ id, email, notes: countOwnNotes.get(id).notes });
});

// --- Notes ---

// Every route with :note is about a note of the user who asks. Another's is as good as not there.
app.param('note', (request, response, next, id) => {
  const found = ownNote.get(request.user.id, id);
  if (!found) return response.status(404).json({ error: 'there is no such note' });
  request.note = JSON.parse(found.json);
  next();
});

app.get('/notes', (request, response) => {
  const word = String(request.query.q ?? ''); // the empty text is in every note
  response.json(ownNotes.all(request.user.id, word, word).map(({ json }) => JSON.parse(json)));
});

app.post('/notes', needs('title', 'text'), (request, response) => {
  const { title, text } = request.body; // by name: whatever else was sent stays outside
  const { lastInsertRowid: id } = insertNote.run(request.user.id, title, text);
  response.status(201).json({ id, title, text });
});

app.post('/notes/bulk-delete', (request, response) => {
  const ids = request.body?.ids;
  if (!Array.isArray(ids)) return response.status(422).json({ error: 'ids must be a list' });
  const { changes } = deleteOwnNotes.run(request.user.id, JSON.stringify(ids.filter(Number.isInteger)));
  response.json({ deleted: changes });
});

app.get('/notes/:note', (request, response) => response.json(request.note));

app.put('/notes/:note', needs('title', 'text'), changeNote);

// What was not sent stays as it is; then a PATCH is a PUT.
app.patch('/notes/:note', (request, response, next) => {
  if (!request.body || Array.isArray(request.body)) return response.status(422).json({ error: 'the body must be a JSON object' });
  const { title, text } = request.note;
  request.body = { title, text, ...request.body };
  next();
}, needs('title', 'text'), changeNote);

function changeNote(request, response) {
  const { id } = request.note; // of the path, not of the body
  const { title, text } = request.body;
  updateNote.run(title, text, id);
  response.json({ id, title, text });
}

app.delete('/notes/:note', (request, response) => {
  deleteOwnNotes.run(request.user.id, JSON.stringify([request.note.id]));
  response.status(204).end();
});

// --- Comments: the way to them leads through a note of one's own ---

app.get('/notes/:note/comments', (request, response) => {
  response.json(commentsOfNote.all(request.note.id).map(({ json }) => JSON.parse(json)));
});

app.post('/notes/:note/comments', needs('text'), (request, response) => {
  const { text } = request.body;
  const { lastInsertRowid: id } = insertComment.run(request.note.id, text);
  response.status(201).json({ id, text });
});

app.delete('/notes/:note/comments/:comment', (request, response) => {
  const { changes } = deleteComment.run(request.note.id, request.params.comment);
  if (changes) response.status(204).end();
  else response.status(404).json({ error: 'there is no such comment' });
});

// --- Small parts ---

// Lets a body through in which each of these fields is a text that is not empty, and that UTF-8 can hold.
function needs(...names) {
  const isText = (value) => typeof value === 'string' && value !== '' && value.isWellFormed();
  return (request, response, next) => {
    if (names.every((name) => isText(request.body?.[name]))) next();
    else response.status(422).json({ error: `${names.join(' and ')}: a text that is not empty is needed` });
  };
}

// The reason never repeats what was sent: Express' own messages about broken JSON do.
app.use((error, request, response, next) => {
  if (!(error.status < 500)) console.error(error.stack);
  response.status(error.status ?? 500).json({ error: error.status ? 'the request cannot be read' : 'something went wrong' });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
