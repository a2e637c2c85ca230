// Only the fields you mean: two functions make what goes out, and what comes in is taken by name.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const scrypt = promisify(crypto.scrypt);
const FILE = path.join(process.env.KATA_DATA || '.', 'journal.jsonl');
const BODY_LIMIT = 64 * 1024;
const NOBODY = { salt: randomText(16), hash: randomText(64) }; // compared with when there is no such account

// --- storage: a journal of what happened, only ever appended, and the state that follows from it ---

const accounts = new Map(); // id -> { id, email, name, role, balance, salt, hash }
const accountOf = new Map(); // e-mail -> account
const sessions = new Map(); // hash of the session id -> account; in memory only

const happened = {
  registered(account) {
    accounts.set(account.id, account);
    accountOf.set(account.email, account);
  },
  changed({ id, name, email }) {
    const account = accounts.get(id);
    accountOf.delete(account.email);
    account.name = name;
    account.email = email;
    accountOf.set(email, account);
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

// --- what goes out ---

function forOwner({ id, email, name, role, balance }) {
  return { id, email, name, role, balance };
}

function forOthers({ id, name }) {
  return { id, name };
}

// --- the routes ---

async function register({ body }) {
  const [email, password, name] = textsOf(body, 'email', 'password', 'name');
  const salt = randomText(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `record` nothing else can run, so two requests cannot both be first.
  if (accountOf.has(email)) throw new Refusal(409, 'this e-mail has an account already');
  record('registered', { id: accounts.size + 1, email, name, role: 'user', balance: 0, salt, hash });
  return [201, forOwner(accountOf.get(email))];
}

async function login({ body }) {
  const [email, password] = textsOf(body, 'email', 'password');
  const account = accountOf.get(email);
  const { salt, hash } = account || NOBODY;
  const matches = crypto.timingSafeEqual(Buffer.from(await hashPassword(password, salt)), Buffer.from(hash));
  if (!account || !matches) throw new Refusal(401, 'e-mail or password is wrong');
  const id = randomText(32);
  sessions.set(digest(id), account);
  return [200, {}, { 'Set-Cookie': `session=${id}; Path=/; HttpOnly; SameSite=Lax` }];
}

function me({ user }) {
  return [200, forOwner(user)];
}

// Whose account it is says the session. Of the body, two fields are taken, each by its name.
function changeMe({ user, body }) {
  const { name: newName = user.name, email: newEmail = user.email } = objectOf(body);
  const [name, email] = textsOf({ name: newName, email: newEmail }, 'name', 'email');
  const owner = accountOf.get(email);
  if (owner && owner !== user) throw new Refusal(409, 'this e-mail has an account already');
  record('changed', { id: user.id, name, email });
  return [200, forOwner(user)];
}

function listUsers() {
  return [200, [...accounts.values()].map(forOthers)];
}

function showUser({ id }) {
  const account = accounts.get(Number(id));
  if (!account) throw new Refusal(404, 'no such user');
  return [200, forOthers(account)];
}

// --- HTTP ---

const PUBLIC = [
  ['POST', /^\/register$/, register],
  ['POST', /^\/login$/, login],
];
const PRIVATE = [
  ['GET', /^\/me$/, me],
  ['PATCH', /^\/me$/, changeMe],
  ['GET', /^\/users$/, listUsers],
  ['GET', /^\/users\/([^/]+)$/, showUser],
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
  response.end(JSON.stringify(body));
});

async function answer(request) {
  const body = await readJson(request);
  const open = match(PUBLIC, request);
  if (open) return open.route({ body });
  const user = sessions.get(digest(sessionOf(request)));
  if (!user) throw new Refusal(401, 'log in first');
  const found = match(PRIVATE, request);
  if (!found) throw new Refusal(404, 'not found');
  return found.route({ user, body, id: found.id });
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

function objectOf(body) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(422, 'a JSON object is needed');
  return body;
}

function textsOf(body, ...names) {
  const values = names.map((name) => objectOf(body)[name]);
  if (values.every((value) => typeof value === 'string' && value !== '' && value.isWellFormed())) return values;
  throw new Refusal(422, `${names.join(' and ')}: a text that is not empty is needed`);
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

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
