// Signed tokens: made and checked with node:crypto alone.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const scrypt = promisify(crypto.scrypt);
const FILE = path.join(process.env.KATA_DATA || '.', 'accounts.jsonl');
const BODY_LIMIT = 64 * 1024;
const NOBODY = { salt: randomText(16), hash: randomText(64) }; // compared with when there is no such account

const SECRET = process.env.JWT_SECRET;
if (!SECRET) {
  console.error('JWT_SECRET is missing: without a secret there is nothing to sign with');
  process.exit(1);
}

const ALGORITHM = 'HS256';
const ISSUER = 'kata';
const AUDIENCE = 'kata-api';
const LIFETIME = 900;
const LEEWAY = 30; // two clocks never agree exactly

// --- storage: one JSON line for each account, only ever appended ---

const accounts = new Map(); // id -> { id, email, salt, hash }
const accountOf = new Map(); // e-mail -> account
const file = fs.openSync(FILE, 'a+');

function load() {
  const text = fs.readFileSync(FILE, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  fs.ftruncateSync(file, Buffer.byteLength(whole)); // a kill in the middle of a write leaves a torn last line
  whole.split('\n').filter(Boolean).forEach((line) => remember(JSON.parse(line)));
}

function remember(account) {
  accounts.set(account.id, account);
  accountOf.set(account.email, account);
}

function save(account) {
  fs.appendFileSync(file, JSON.stringify(account) + '\n');
  fs.fsyncSync(file); // on the disk before anyone is told
  remember(account);
}

// --- the routes ---

async function register({ body }) {
  const { email, password } = credentials(body);
  const salt = randomText(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `save` nothing else can run, so two requests cannot both be first.
  if (accountOf.has(email)) throw new Refusal(409, 'this e-mail has an account already');
  save({ id: crypto.randomUUID(), email, salt, hash });
  return [201, { email }];
}

async function login({ body }) {
  const { email, password } = credentials(body);
  const account = accountOf.get(email);
  const { salt, hash } = account || NOBODY;
  if (!same(await hashPassword(password, salt), hash) || !account) throw new Refusal(401, 'e-mail or password is wrong');
  return [200, { token: tokenFor(account.id) }];
}

function me({ authorization }) {
  const [scheme, token = ''] = authorization.split(' ');
  const claims = scheme.toLowerCase() === 'bearer' && claimsOf(token);
  if (!claims) throw new Refusal(401, 'a valid token is needed');
  const account = accounts.get(claims.sub);
  if (!account) throw new Refusal(401, 'there is no such account');
  return [200, { email: account.email }];
}

// --- tokens ---

function tokenFor(subject) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: ALGORITHM, typ: 'JWT' };
  const claims = { sub: subject, iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + LIFETIME };
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${signatureOf(signed)}`;
}

// The signature comes first: what we did not sign is not even read.
function claimsOf(token) {
  const end = token.lastIndexOf('.');
  const signed = token.slice(0, Math.max(end, 0));
  if (!same(token.slice(end + 1), signatureOf(signed))) return undefined;
  const parts = signed.split('.').map(readPart);
  if (parts.length !== 2 || !parts.every(isObject)) return undefined;
  const [header, claims] = parts;
  return header.alg === ALGORITHM && inTime(claims) && isForUs(claims) ? claims : undefined;
}

// The only signature that we accept for this text: the algorithm is ours, not the token's.
function signatureOf(signed) {
  return crypto.createHmac('sha256', SECRET).update(signed).digest('base64url');
}

// A token that never ends is refused.
function inTime({ nbf = 0, exp }) {
  const now = Date.now() / 1000;
  return isNumber(nbf) && isNumber(exp) && nbf - LEEWAY <= now && now < exp + LEEWAY;
}

function isForUs({ iss, aud }) {
  return iss === ISSUER && (aud === AUDIENCE || (Array.isArray(aud) && aud.includes(AUDIENCE)));
}

function readPart(part) {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

// --- HTTP ---

const ROUTES = { 'POST /register': register, 'POST /login': login, 'GET /me': me };

class Refusal extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

const server = http.createServer(async (request, response) => {
  const [status, body] = await answer(request).catch(explain);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

async function answer(request) {
  const body = await readJson(request);
  const route = ROUTES[`${request.method} ${request.url.split('?')[0]}`];
  if (!route) throw new Refusal(404, 'not found');
  return route({ body, authorization: request.headers.authorization || '' });
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

function isNumber(value) {
  return typeof value === 'number';
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function randomText(bytes) {
  return crypto.randomBytes(bytes).toString('base64url');
}

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
