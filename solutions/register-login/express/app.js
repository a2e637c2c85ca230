// Accounts whose passwords can be checked but never read back.
'use strict';

const crypto = require('node:crypto');
const path = require('node:path');
const { promisify } = require('node:util');
const express = require('express');
const Database = require('libsql');

const scrypt = promisify(crypto.scrypt); // in a thread of its own: other requests go on meanwhile

const database = new Database(path.join(process.env.KATA_DATA, 'accounts.db'));
database.pragma('journal_mode = WAL');
database.exec('CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL)');
const insert = database.prepare('INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
const select = database.prepare('SELECT salt, hash FROM accounts WHERE email = ?');

// Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
const NOBODY = { salt: crypto.randomBytes(16), hash: crypto.randomBytes(64) };

const hashOf = (password, salt) => scrypt(Buffer.from(password), salt, 64); // slow on purpose, by scrypt's default cost
const isText = (value) => typeof value === 'string' && value !== '' && value.isWellFormed();

const app = express();
app.use(express.json({ limit: '64kb' }));

app.post(['/register', '/login'], (request, response, next) => {
  if (isText(request.body?.email) && isText(request.body?.password)) next();
  else response.status(422).json({ error: 'email and password must be texts that are not empty' });
});

app.post('/register', async (request, response) => {
  const { email, password } = request.body;
  const salt = crypto.randomBytes(16);
  const { changes } = insert.run(email, salt, await hashOf(password, salt));
  if (changes) response.status(201).json({ email });
  else response.status(409).json({ error: 'this e-mail has an account already' });
});

app.post('/login', async (request, response) => {
  const { email, password } = request.body;
  const account = select.get(email);
  const { salt, hash } = account ?? NOBODY;
  const matches = crypto.timingSafeEqual(await hashOf(password, salt), hash);
  if (account && matches) response.json({ token: crypto.randomBytes(32).toString('base64url') });
  else response.status(401).json({ error: 'e-mail or password is wrong' });
});

// The reason never repeats what was sent: Express' own messages about broken JSON do.
app.use((error, request, response, next) => {
  if (!(error.status < 500)) console.error(error.stack);
  response.status(error.status ?? 500).json({ error: error.status ? 'the body cannot be read' : 'something went wrong' });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
