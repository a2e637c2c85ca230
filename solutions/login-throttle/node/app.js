// Slow the guesser: every attempt is counted before its password is looked at.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const scrypt = promisify(crypto.scrypt);
const FILE = path.join(process.env.KATA_DATA || '.', 'journal.jsonl');
const LOCK = Number(process.env.LOCK_SECONDS || 900) * 1000;
const TRIES = 5;
const BODY_LIMIT = 64 * 1024;
const NOBODY = { salt: randomText(16), hash: randomText(64) }; // compared with when there is no such account

// --- storage: a journal of what happened, only ever appended, and the state that follows from it ---

const accounts = new Map(); // e-mail -> { salt, hash }
const attempts = new Map(); // e-mail -> { count, lockedUntil }

const happened = {
  registered: ({ email, salt, hash }) => accounts.set(email, { salt, hash }),
  attempted: ({ email, count, lockedUntil }) => attempts.set(email, { count, lockedUntil }),
  loggedIn: ({ email }) => attempts.delete(email),
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

// --- the two routes ---

async function register({ email, password }) {
  const salt = randomText(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `record` nothing else can run, so two requests cannot both be first.
  if (accounts.has(email)) return [409, { error: 'this e-mail has an account already' }];
  record('registered', { email, salt, hash });
  return [201, { email }];
}

async function login({ email, password }) {
  const milliseconds = countAttempt(email); // before anything is awaited
  if (milliseconds > 0) {
    return [429, { error: 'too many wrong passwords' }, { 'Retry-After': String(Math.ceil(milliseconds / 1000)) }];
  }
  const account = accounts.get(email);
  const { salt, hash } = account || NOBODY;
  const matches = crypto.timingSafeEqual(Buffer.from(await hashPassword(password, salt)), Buffer.from(hash));
  if (!account || !matches) return [401, { error: 'e-mail or password is wrong' }];
  record('loggedIn', { email });
  return [200, { token: randomText(32) }];
}

// Count an attempt and return 0, or return for how many milliseconds this e-mail is still locked.
function countAttempt(email) {
  const now = Date.now();
  const { count, lockedUntil } = attempts.get(email) || { count: 0, lockedUntil: 0 };
  if (lockedUntil > now) return lockedUntil - now;
  const next = count === TRIES ? 1 : count + 1; // after a lock the count begins anew
  record('attempted', { email, count: next, lockedUntil: next === TRIES ? now + LOCK : 0 });
  return 0;
}

// --- HTTP ---

const ROUTES = { 'POST /register': register, 'POST /login': login };

const server = http.createServer(async (request, response) => {
  const [status, body, headers] = await answer(request).catch((error) => {
    console.error(error.stack);
    return [500, { error: 'internal error' }];
  });
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
});

async function answer(request) {
  const route = ROUTES[`${request.method} ${request.url.split('?')[0]}`];
  const sent = await readJson(request);
  if (!route) return [404, { error: 'not found' }];
  if (!isText(sent?.email) || !isText(sent?.password)) {
    return [422, { error: 'email and password must be texts that are not empty' }];
  }
  return route(sent);
}

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined; // JSON.parse quotes its input in the message: never pass that on
  }
}

// --- small parts ---

function isText(value) {
  return typeof value === 'string' && value !== '' && value.isWellFormed();
}

// Slow on purpose, in another thread.
async function hashPassword(password, salt) {
  return (await scrypt(Buffer.from(password, 'utf8'), salt, 64, { N: 2 ** 12 })).toString('base64url');
}

function randomText(bytes) {
  return crypto.randomBytes(bytes).toString('base64url');
}

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
