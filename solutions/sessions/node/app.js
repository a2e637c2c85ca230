// Sessions: a random id in a cookie, and behind it an entry that the server can strike out.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const scrypt = promisify(crypto.scrypt);
const FILE = path.join(process.env.KATA_DATA || '.', 'accounts.jsonl');
const LIFETIME = Number(process.env.SESSION_SECONDS || 3600) * 1000;
const BODY_LIMIT = 64 * 1024;
const NOBODY = { salt: randomText(16), hash: randomText(64) }; // compared with when there is no such account

// --- storage: accounts in a file of lines, only ever appended; sessions in memory ---

const accounts = new Map(); // e-mail -> { salt, hash }
const sessions = new Map(); // hash of the id -> { email, ends }
const file = fs.openSync(FILE, 'a+');

function load() {
  const text = fs.readFileSync(FILE, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  fs.ftruncateSync(file, Buffer.byteLength(whole)); // a kill in the middle of a write leaves a torn last line
  for (const line of whole.split('\n').filter(Boolean)) {
    const { email, ...secret } = JSON.parse(line);
    accounts.set(email, secret);
  }
}

function save(email, secret) {
  fs.appendFileSync(file, JSON.stringify({ email, ...secret }) + '\n');
  fs.fsyncSync(file); // on the disk before anyone is told
  accounts.set(email, secret);
}

// --- the four routes: each returns status, body and, perhaps, headers ---

async function register({ body }) {
  const { email, password } = credentials(body);
  const salt = randomText(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `save` nothing else can run, so two requests cannot both be first.
  if (accounts.has(email)) throw new Refusal(409, 'this e-mail has an account already');
  save(email, { salt, hash });
  return [201, { email }];
}

async function login({ body }) {
  const { email, password } = credentials(body);
  const account = accounts.get(email);
  const { salt, hash } = account || NOBODY;
  const matches = crypto.timingSafeEqual(Buffer.from(await hashPassword(password, salt)), Buffer.from(hash));
  if (!account || !matches) throw new Refusal(401, 'e-mail or password is wrong');
  const id = randomText(32); // always a new one: what the request brought along is not even looked at
  sweep();
  sessions.set(digest(id), { email, ends: Date.now() + LIFETIME });
  return [200, { email }, cookie(id, LIFETIME / 1000)];
}

function me({ session }) {
  const found = sessions.get(digest(session));
  if (!found || found.ends <= Date.now()) throw new Refusal(401, 'log in first');
  return [200, { email: found.email }];
}

function logout({ session }) {
  sessions.delete(digest(session)); // here, where no copy of the cookie can bring it back
  return [204, undefined, cookie('', 0)];
}

function sweep() {
  for (const [id, { ends }] of sessions) {
    if (ends <= Date.now()) sessions.delete(id);
  }
}

// --- cookies ---

function cookie(value, seconds) {
  return { 'Set-Cookie': `session=${value}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax` };
}

function sessionOf(request) {
  for (const pair of (request.headers.cookie || '').split(';')) {
    const [name, ...value] = pair.split('=');
    if (name.trim() === 'session') return value.join('=').trim();
  }
  return '';
}

// --- HTTP ---

const ROUTES = { 'POST /register': register, 'POST /login': login, 'GET /me': me, 'POST /logout': logout };

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
  const route = ROUTES[`${request.method} ${request.url.split('?')[0]}`];
  if (!route) throw new Refusal(404, 'not found');
  return route({ body, session: sessionOf(request) });
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

// What is stored of an id. It is long and random, so a fast hash is enough.
function digest(id) {
  return crypto.createHash('sha256').update(id).digest('base64url');
}

function randomText(bytes) {
  return crypto.randomBytes(bytes).toString('base64url');
}

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
