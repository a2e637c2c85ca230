// Roles: one guard before every route of the back room, which asks our own records and nobody else.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const scrypt = promisify(crypto.scrypt);
const FILE = path.join(process.env.KATA_DATA || '.', 'journal.jsonl');
const BODY_LIMIT = 64 * 1024;
const ROLES = ['user', 'admin'];
const NOBODY = { salt: randomText(16), hash: randomText(64) }; // compared with when there is no such account

// --- storage: a journal of what happened, only ever appended, and the state that follows from it ---

const accounts = new Map(); // id -> { id, email, role, salt, hash }
const accountOf = new Map(); // e-mail -> account
const sessions = new Map(); // hash of the session id -> account id; in memory only

const happened = {
  added(account) {
    accounts.set(account.id, account);
    accountOf.set(account.email, account);
  },
  roleChanged({ id, role }) {
    accounts.get(id).role = role;
  },
  deleted({ id }) {
    accountOf.delete(accounts.get(id).email);
    accounts.delete(id);
  },
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

// --- accounts and sessions ---

async function addAccount(email, password, role) {
  const salt = randomText(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `record` nothing else can run, so two requests cannot both be first.
  if (accountOf.has(email)) return undefined;
  record('added', { id: crypto.randomUUID(), email, role, salt, hash });
  return accountOf.get(email);
}

// The role is decided here, not by whoever asks for the account.
async function register({ body }) {
  const { email, password } = credentials(body);
  const account = await addAccount(email, password, 'user');
  if (!account) throw new Refusal(409, 'this e-mail has an account already');
  return [201, shown(account)];
}

// A session says whose it is and nothing more: the role is looked up when it matters.
async function login({ body }) {
  const { email, password } = credentials(body);
  const account = accountOf.get(email);
  const { salt, hash } = account || NOBODY;
  const matches = crypto.timingSafeEqual(Buffer.from(await hashPassword(password, salt)), Buffer.from(hash));
  if (!account || !matches) throw new Refusal(401, 'e-mail or password is wrong');
  const id = randomText(32);
  sessions.set(digest(id), account.id);
  return [200, { email }, { 'Set-Cookie': `session=${id}; Path=/; HttpOnly; SameSite=Lax` }];
}

// The account of the session as it is now. One that was deleted is not found any more.
function loggedIn(request) {
  const account = accounts.get(sessions.get(digest(sessionOf(request))));
  if (!account) throw new Refusal(401, 'log in first');
  return account;
}

function me({ request }) {
  return [200, shown(loggedIn(request))];
}

function shown({ id, email, role }) {
  return { id, email, role };
}

// --- the back room ---

function listAccounts() {
  return [200, [...accounts.values()].map(shown)];
}

function showAccount({ id }) {
  return [200, shown(accountNamed(id))];
}

function changeRole({ id, body }) {
  accountNamed(id);
  if (!ROLES.includes(body?.role)) throw new Refusal(422, `role must be one of: ${ROLES.join(', ')}`);
  record('roleChanged', { id, role: body.role });
  return [200, shown(accountNamed(id))];
}

function deleteAccount({ id }) {
  accountNamed(id);
  record('deleted', { id });
  return [204];
}

function accountNamed(id) {
  const account = accounts.get(id);
  if (!account) throw new Refusal(404, 'no such account');
  return account;
}

// --- HTTP ---

const OPEN = [
  ['POST', /^\/register$/, register],
  ['POST', /^\/login$/, login],
  ['GET', /^\/me$/, me],
];
const ADMIN = [
  ['GET', /^\/admin\/users$/, listAccounts],
  ['GET', /^\/admin\/users\/([^/]+)$/, showAccount],
  ['PATCH', /^\/admin\/users\/([^/]+)$/, changeRole],
  ['DELETE', /^\/admin\/users\/([^/]+)$/, deleteAccount],
];

class Refusal extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

const server = http.createServer(async (request, response) => {
  const [status, body, headers] = await answer(request).catch(explain);
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body && JSON.stringify(body));
});

async function answer(request) {
  const body = await readJson(request);
  const open = match(OPEN, request);
  if (open) return open.route({ request, body });
  const found = match(ADMIN, request);
  if (!found) throw new Refusal(404, 'not found');
  if (loggedIn(request).role !== 'admin') throw new Refusal(403, 'this is for admins'); // nothing of ADMIN runs before this
  return found.route({ id: found.id, body });
}

function match(routes, { method, url }) {
  for (const [wanted, pattern, route] of routes) {
    const parts = wanted === method && pattern.exec(url.split('?')[0]);
    if (parts) return { route, id: parts[1] };
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
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined; // JSON.parse quotes its input in the message: never pass that on
  }
}

function sessionOf(request) {
  for (const pair of (request.headers.cookie || '').split(';')) {
    const [name, ...value] = pair.split('=');
    if (name.trim() === 'session') return value.join('=').trim();
  }
  return '';
}

// --- small parts ---

function credentials(body) {
  if (isText(body?.email) && isText(body?.password)) return body;
  throw new Refusal(422, 'email and password must be texts that are not empty');
}

function isText(value) {
  return typeof value === 'string' && value !== '' && value.isWellFormed();
}

// Slow on purpose, in another thread.
async function hashPassword(password, salt) {
  return (await scrypt(Buffer.from(password, 'utf8'), salt, 64, { N: 2 ** 12 })).toString('base64url');
}

// What is kept of a session id. It is long and random, so a fast hash is enough.
function digest(id) {
  return crypto.createHash('sha256').update(id).digest('base64url');
}

function randomText(bytes) {
  return crypto.randomBytes(bytes).toString('base64url');
}

async function start() {
  load();
  await addAccount(process.env.ADMIN_EMAIL, process.env.ADMIN_PASSWORD, 'admin'); // nothing happens when it is there
  server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
}

start();
