// Rotating tokens: signed ones for an hour, and a list of those that get the next.
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
const ALGORITHM = 'HS256';
const ISSUER = 'chirpy';
const LIFETIME = 900;

const SECRET = process.env.JWT_SECRET;
if (!SECRET) {
  console.error('JWT_SECRET is missing: without a secret there is nothing to sign with');
  process.exit(1);
}

// --- storage: a journal of what happened, only ever appended, and the state that follows from it ---

const accountOf = new Map(); // e-mail -> { id, email, salt, hash }
const tokens = new Map(); // hash of a refresh token -> { family, account, used }

const happened = {
  registered: (account) => accountOf.set(account.email, account),
  loggedIn: ({ hash, family, account }) => tokens.set(hash, { family, account, used: false }),
  rotated({ old, hash }) {
    const { family, account } = tokens.get(old);
    tokens.get(old).used = true;
    tokens.set(hash, { family, account, used: false });
  },
  ended({ family }) {
    for (const [hash, token] of tokens) if (token.family === family) tokens.delete(hash);
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

// --- the routes ---

async function register({ body }) {
  const { email, password } = credentials(body);
  const salt = randomText(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `record` nothing else can run, so two requests cannot both be first.
  if (accountOf.has(email)) throw new Refusal(409, 'this e-mail has an account already');
  record('registered', { id: crypto.randomUUID(), email, salt, hash });
  return [201, { id: accountOf.get(email).id, email }];
}

async function login({ body }) {
  const { email, password } = credentials(body);
  const account = accountOf.get(email);
  const { salt, hash } = account || NOBODY;
  if (!same(await hashPassword(password, salt), hash) || !account) throw new Refusal(401, 'e-mail or password is wrong');
  const refreshToken = randomText(32);
  record('loggedIn', { hash: digest(refreshToken), family: crypto.randomUUID(), account: account.id });
  return [200, { id: account.id, email, token: accessToken(account.id), refresh_token: refreshToken }];
}

function createChirp({ body, token }) {
  const claims = claimsOf(token);
  if (!claims) throw new Refusal(401, 'an access token is needed');
  return [201, { id: crypto.randomUUID(), body: body?.body, user_id: claims.sub }];
}

// Nothing is awaited in here, so of ten requests with the same token the first has used it up before the second looks.
function refresh({ token }) {
  const old = digest(token);
  const known = tokens.get(old);
  if (known?.used) record('ended', { family: known.family }); // it has come back, so two people hold it
  if (!known || known.used) throw new Refusal(401, 'this refresh token is not good');
  const refreshToken = randomText(32);
  record('rotated', { old, hash: digest(refreshToken) });
  return [200, { token: accessToken(known.account), refresh_token: refreshToken }];
}

function revoke({ token }) {
  const known = tokens.get(digest(token));
  if (known) record('ended', { family: known.family });
  return [204];
}

// --- access tokens: signed, not kept (see the kata jwt-verify) ---

function accessToken(subject) {
  const now = Math.floor(Date.now() / 1000);
  const parts = [{ alg: ALGORITHM, typ: 'JWT' }, { sub: subject, iss: ISSUER, iat: now, exp: now + LIFETIME }];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${signatureOf(signed)}`;
}

// The signature comes first: what we did not sign is not even read.
function claimsOf(token) {
  const end = token.lastIndexOf('.');
  const signed = token.slice(0, Math.max(end, 0));
  if (!same(token.slice(end + 1), signatureOf(signed))) return undefined;
  const [header, claims] = signed.split('.').map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  const good = header.alg === ALGORITHM && claims.iss === ISSUER && claims.exp > Date.now() / 1000;
  return good ? claims : undefined;
}

function signatureOf(signed) {
  return crypto.createHmac('sha256', SECRET).update(signed).digest('base64url');
}

// --- HTTP ---

const ROUTES = {
  'POST /api/users': register,
  'POST /api/login': login,
  'POST /api/chirps': createChirp,
  'POST /api/refresh': refresh,
  'POST /api/revoke': revoke,
};

class Refusal extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

const server = http.createServer(async (request, response) => {
  const [status, body] = await answer(request).catch(explain);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body && JSON.stringify(body));
});

async function answer(request) {
  const body = await readJson(request);
  const route = ROUTES[`${request.method} ${request.url.split('?')[0]}`];
  if (!route) throw new Refusal(404, 'not found');
  const [scheme, token = ''] = (request.headers.authorization || '').split(' ');
  return route({ body, token: scheme.toLowerCase() === 'bearer' ? token : '' });
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

// Takes equally long wherever the first difference is.
function same(text, other) {
  const [one, two] = [Buffer.from(text), Buffer.from(other)];
  return one.length === two.length && crypto.timingSafeEqual(one, two);
}

// Slow on purpose, in another thread.
async function hashPassword(password, salt) {
  return (await scrypt(Buffer.from(password, 'utf8'), salt, 64, { N: 2 ** 12 })).toString('base64url');
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
