// Move money: a transfer is one line of a journal, so it is there as a whole or not at all.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const FILE = path.join(process.env.KATA_DATA || '.', 'journal.jsonl');
const BODY_LIMIT = 64 * 1024;
const LARGEST = 9_000_000_000_000_000; // cents; below Number.MAX_SAFE_INTEGER, so every whole number is exact

// --- storage: a journal of what happened, only ever appended, and the balances that follow from it ---

const balances = new Map(); // id -> cents

const happened = {
  opened: ({ id, balance }) => balances.set(id, balance),
  transferred({ from, to, amount }) {
    balances.set(from, balances.get(from) - amount);
    balances.set(to, balances.get(to) + amount);
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

// --- the three routes ---

function openAccount({ body }) {
  const balance = wholeNumber(body, 'balance', 0);
  const id = balances.size + 1; // accounts are never deleted, so this number is new
  record('opened', { id, balance });
  return [201, { id, balance }];
}

function showAccount({ id }) {
  const balance = balances.get(Number(id));
  if (balance === undefined) throw new Refusal(404, 'no such account');
  return [200, { id: Number(id), balance }];
}

// There is no `await` in here. Node runs such a stretch to its end before it looks at another request,
// so what was checked is still true when it is recorded.
function transfer({ body }) {
  const { from, to } = objectOf(body);
  const amount = wholeNumber(body, 'amount', 1);
  if (![from, to].every(Number.isInteger)) throw new Refusal(422, 'from and to must be ids of accounts');
  if (from === to) throw new Refusal(422, 'from and to are the same account');
  if (!balances.has(from) || !balances.has(to)) throw new Refusal(404, 'no such account');
  if (balances.get(from) < amount) throw new Refusal(409, 'there is not enough in the account');
  record('transferred', { from, to, amount });
  return [201, { from, to, amount }];
}

// --- HTTP ---

const ROUTES = [
  ['POST', /^\/accounts$/, openAccount],
  ['GET', /^\/accounts\/([^/]+)$/, showAccount],
  ['POST', /^\/transfers$/, transfer],
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
  response.end(JSON.stringify(body));
});

async function answer(request) {
  const body = await readJson(request);
  const target = request.url.split('?')[0];
  for (const [method, pattern, route] of ROUTES) {
    const parts = method === request.method && pattern.exec(target);
    if (parts) return route({ body, id: parts[1] });
  }
  throw new Refusal(404, 'not found');
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
    return undefined;
  }
}

// --- small parts ---

function objectOf(body) {
  if (typeof body !== 'object' || body === null) throw new Refusal(422, 'the body must be a JSON object');
  return body;
}

function wholeNumber(body, name, smallest) {
  const value = objectOf(body)[name];
  if (Number.isInteger(value) && value >= smallest && value <= LARGEST) return value;
  throw new Refusal(422, `${name} must be a whole number from ${smallest} to ${LARGEST}`);
}

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
