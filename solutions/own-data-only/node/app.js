// Private notes: a note is only ever found together with the user who asks.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const scrypt = promisify(crypto.scrypt);
const FILE = path.join(process.env.KATA_DATA || '.', 'journal.jsonl');
const BODY_LIMIT = 2 * 1024 * 1024;
const UTF8 = new TextDecoder('utf-8', { fatal: true }); // an error for bytes that are no UTF-8, never a replacement
const NOBODY = { salt: randomText(16), hash: randomText(64) }; // compared with when there is no such account

// --- storage: a journal of what happened, only ever appended, and the state that follows from it ---

const accounts = new Map(); // id -> { id, email, salt, hash }
const accountOf = new Map(); // e-mail -> account
const sessions = new Map(); // hash of the token -> account id
const notes = new Map(); // id -> { id, owner, title, text, comments: Map(id -> { id, text }) }

const happened = {
  registered(account) {
    accounts.set(account.id, account);
    accountOf.set(account.email, account);
  },
  loggedIn: ({ token, account }) => sessions.set(token, account),
  noteSaved({ id, owner, title, text }) {
    notes.set(id, { id, owner, title, text, comments: notes.get(id)?.comments ?? new Map() });
  },
  notesDeleted: ({ ids }) => ids.forEach((id) => notes.delete(id)),
  commentSaved: ({ note, id, text }) => notes.get(note).comments.set(id, { id, text }),
  commentDeleted: ({ note, id }) => notes.get(note).comments.delete(id),
};

const journal = fs.openSync(FILE, 'a+');

function record(event, facts) {
  fs.appendFileSync(journal, JSON.stringify({ event, ...facts }) + '\n');
  fs.fsyncSync(journal); // on the disk before anyone is told
  happened[event](facts);
}

function load() {
  const text = fs.readFileSync(FILE, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  fs.ftruncateSync(journal, Buffer.byteLength(whole)); // a kill in the middle of a write leaves a torn last line
  for (const line of whole.split('\n').filter(Boolean)) {
    const { event, ...facts } = JSON.parse(line);
    happened[event](facts);
  }
}

// --- who is asking ---

async function register({ body }) {
  const [email, password] = textsOf(body, 'email', 'password');
  const salt = randomText(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `record` nothing else can run, so two requests cannot both be first.
  if (accountOf.has(email)) throw new Refusal(409, 'this e-mail has an account already');
  const account = { id: crypto.randomUUID(), email, salt, hash };
  record('registered', account);
  return [201, { id: account.id, email }];
}

async function login({ body }) {
  const [email, password] = textsOf(body, 'email', 'password');
  const account = accountOf.get(email);
  const { salt, hash } = account || NOBODY;
  const matches = crypto.timingSafeEqual(Buffer.from(await hashPassword(password, salt)), Buffer.from(hash));
  if (!account || !matches) throw new Refusal(401, 'e-mail or password is wrong');
  const token = randomText(32);
  record('loggedIn', { token: digest(token), account: account.id });
  return [200, { token }];
}

function userOf(request) {
  const [scheme, token = ''] = (request.headers.authorization || '').split(' ');
  const account = accounts.get(sessions.get(digest(token)));
  if (scheme.toLowerCase() !== 'bearer' || !account) throw new Refusal(401, 'log in first');
  return account;
}

function me({ user }) {
  return [200, { id: user.id, email: user.email, notes: notesOf(user).length }];
}

// --- notes: the map is touched in these two functions only, and both take the user ---

function notesOf(user) {
  return [...notes.values()].filter((note) => note.owner === user.id);
}

// Another's note is as good as not there: 404 does not even say that it exists.
function ownNote(user, id) {
  const note = notes.get(id);
  if (!note || note.owner !== user.id) throw new Refusal(404, 'no such note');
  return note;
}

function listNotes({ user, query }) {
  const word = query.get('q') || '';
  const found = notesOf(user).filter((note) => note.title.includes(word) || note.text.includes(word));
  return [200, found.map(shown)];
}

function createNote({ user, body }) {
  const [title, text] = textsOf(body, 'title', 'text');
  const id = crypto.randomUUID();
  record('noteSaved', { id, owner: user.id, title, text });
  return [201, shown(notes.get(id))];
}

function readNote({ user, ids: [id] }) {
  return [200, shown(ownNote(user, id))];
}

function replaceNote({ user, ids: [id], body }) {
  const note = ownNote(user, id);
  const [title, text] = textsOf(body, 'title', 'text');
  record('noteSaved', { id: note.id, owner: user.id, title, text });
  return [200, shown(notes.get(id))];
}

function changeNote({ user, ids: [id], body }) {
  const { title, text } = ownNote(user, id);
  const { title: newTitle = title, text: newText = text } = objectOf(body);
  return replaceNote({ user, ids: [id], body: { title: newTitle, text: newText } });
}

function deleteNote({ user, ids: [id] }) {
  record('notesDeleted', { ids: [ownNote(user, id).id] });
  return [204];
}

function deleteNotes({ user, body }) {
  const { ids } = objectOf(body);
  if (!Array.isArray(ids)) throw new Refusal(422, 'ids must be a list of note ids');
  const own = notesOf(user).map((note) => note.id).filter((id) => ids.includes(id));
  record('notesDeleted', { ids: own });
  return [200, { deleted: own.length }];
}

function shown({ id, title, text }) {
  return { id, title, text };
}

// --- comments: they live inside their note, so the only way to them leads through `ownNote` ---

function listComments({ user, ids: [id] }) {
  return [200, [...ownNote(user, id).comments.values()]];
}

function createComment({ user, ids: [id], body }) {
  const note = ownNote(user, id);
  const [text] = textsOf(body, 'text');
  const comment = { id: crypto.randomUUID(), text };
  record('commentSaved', { note: note.id, ...comment });
  return [201, comment];
}

function deleteComment({ user, ids: [id, commentId] }) {
  const note = ownNote(user, id);
  if (!note.comments.has(commentId)) throw new Refusal(404, 'no such comment');
  record('commentDeleted', { note: note.id, id: commentId });
  return [204];
}

// --- HTTP ---

const PUBLIC = [
  ['POST', /^\/register$/, register],
  ['POST', /^\/login$/, login],
];
const PRIVATE = [
  ['GET', /^\/me$/, me],
  ['GET', /^\/notes$/, listNotes],
  ['POST', /^\/notes$/, createNote],
  ['POST', /^\/notes\/bulk-delete$/, deleteNotes],
  ['GET', /^\/notes\/([^/]+)$/, readNote],
  ['PUT', /^\/notes\/([^/]+)$/, replaceNote],
  ['PATCH', /^\/notes\/([^/]+)$/, changeNote],
  ['DELETE', /^\/notes\/([^/]+)$/, deleteNote],
  ['GET', /^\/notes\/([^/]+)\/comments$/, listComments],
  ['POST', /^\/notes\/([^/]+)\/comments$/, createComment],
  ['DELETE', /^\/notes\/([^/]+)\/comments\/([^/]+)$/, deleteComment],
];

class Refusal extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

const server = http.createServer(async (request, response) => {
  const [status, body] = await answer(request).catch(explain);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body === undefined ? '' : JSON.stringify(body));
});

async function answer(request) {
  const [target, search = ''] = request.url.split('?');
  const body = await readJson(request);
  const sent = { body, query: new URLSearchParams(search) };
  const open = match(PUBLIC, request.method, target);
  if (open) return open.route(sent);
  const user = userOf(request); // before anything else: no route below can be reached without a token
  const found = match(PRIVATE, request.method, target);
  if (!found) throw new Refusal(404, 'not found');
  return found.route({ ...sent, user, ids: found.ids });
}

function match(routes, method, target) {
  for (const [wanted, pattern, route] of routes) {
    const parts = wanted === method && pattern.exec(target);
    if (parts) return { route, ids: parts.slice(1) };
  }
  return undefined;
}

function explain(error) {
  if (error instanceof Refusal) return [error.status, { error: error.message }];
  console.error(error.stack);
  return [500, { error: 'internal error' }];
}

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) throw new Refusal(413, 'too large');
  try {
    return JSON.parse(UTF8.decode(Buffer.concat(chunks)));
  } catch {
    return undefined; // JSON.parse quotes its input in the message: never pass that on
  }
}

// --- small parts ---

function objectOf(body) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(422, 'the body must be a JSON object');
  return body;
}

function textsOf(body, ...names) {
  const values = names.map((name) => objectOf(body)[name]);
  if (values.every((value) => typeof value === 'string' && value !== '' && value.isWellFormed())) return values;
  throw new Refusal(422, `${names.join(' and ')}: a text that is not empty is needed`);
}

// Slow on purpose (scrypt's default cost), in another thread.
async function hashPassword(password, salt) {
  return (await scrypt(Buffer.from(password, 'utf8'), salt, 64)).toString('base64url');
}

// What is stored of a token. It is long and random, so a fast hash is enough.
function digest(token) {
  return crypto.createHash('sha256').update(token).digest('base64url');
}

function randomText(bytes) {
  return crypto.randomBytes(bytes).toString('base64url');
}

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
