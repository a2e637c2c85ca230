// Accounts whose passwords can be checked but never read back.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const scrypt = promisify(crypto.scrypt);
const FILE = path.join(process.env.KATA_DATA || '.', 'accounts.jsonl');
const BODY_LIMIT = 64 * 1024;
const UTF8 = new TextDecoder('utf-8', { fatal: true }); // an error for bytes that are no UTF-8, never a replacement

// Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
const NOBODY = { salt: crypto.randomBytes(16), hash: crypto.randomBytes(64) };

// --- storage: one JSON line for each account, only ever appended ---

const accounts = new Map(); // e-mail -> { salt, hash }
const file = fs.openSync(FILE, 'a+');

function load() {
  const text = fs.readFileSync(FILE, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  fs.ftruncateSync(file, Buffer.byteLength(whole)); // a kill in the middle of a write leaves a torn last line
  for (const line of whole.split('\n').filter(Boolean)) {
    const { email, salt, hash } = JSON.parse(line);
    accounts.set(email, { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') });
  }
}

function save(email, { salt, hash }) {
  const line = JSON.stringify({ email, salt: salt.toString('base64'), hash: hash.toString('base64') });
  fs.appendFileSync(file, line + '\n');
  fs.fsyncSync(file); // on the disk before anyone is told
  accounts.set(email, { salt, hash });
}

// --- the two routes ---

async function register({ email, password }) {
  const salt = crypto.randomBytes(16);
  const hash = await hashPassword(password, salt);
  // Asked after the slow hash: between here and `save` nothing else can run, so two requests cannot both be first.
  if (accounts.has(email)) return [409, { error: 'this e-mail has an account already' }];
  save(email, { salt, hash });
  return [201, { email }];
}

async function login({ email, password }) {
  const account = accounts.get(email);
  const { salt, hash } = account || NOBODY;
  const matches = crypto.timingSafeEqual(await hashPassword(password, salt), hash);
  if (!account || !matches) return [401, { error: 'e-mail or password is wrong' }];
  return [200, { token: crypto.randomBytes(32).toString('base64url') }];
}

// Slow on purpose (scrypt's default cost), in another thread. It reads every byte, however long.
function hashPassword(password, salt) {
  return scrypt(Buffer.from(password, 'utf8'), salt, 64);
}

// --- HTTP ---

const ROUTES = { 'POST /register': register, 'POST /login': login };

const server = http.createServer(async (request, response) => {
  const [status, body] = await answer(request).catch((error) => {
    console.error(error.stack);
    return [500, { error: 'internal error' }];
  });
  response.writeHead(status, { 'Content-Type': 'application/json' });
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
    return JSON.parse(UTF8.decode(Buffer.concat(chunks)));
  } catch {
    return undefined; // JSON.parse quotes its input in the message: never pass that on
  }
}

// JSON can spell half an emoji ("\ud83d"), UTF-8 cannot hold it.
function isText(value) {
  return typeof value === 'string' && value !== '' && value.isWellFormed();
}

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
