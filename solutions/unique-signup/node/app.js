// One account for each e-mail and each username, in a journal, a file that only ever grows.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const LARGEST_BODY = 1024 * 1024;
const NEWLINE = 10;

// Each line of the journal is one account.
class Accounts {
  constructor(file) {
    this.byId = new Map();
    this.taken = { email: new Set(), username: new Set() };
    this.file = fs.openSync(file, 'a+');
    const content = fs.readFileSync(this.file);
    // A kill in the middle of a write leaves half a line. Nobody was told that it is saved, so it goes.
    this.size = content.lastIndexOf(NEWLINE) + 1;
    fs.ftruncateSync(this.file, this.size);
    const lines = content.toString('utf8', 0, this.size).split('\n').slice(0, -1);
    for (const line of lines) this.remember(JSON.parse(line));
  }

  // Looked, written and remembered without waiting: no other request can come in between.
  add(wanted) {
    const fields = Object.keys(this.taken).filter((field) => this.taken[field].has(wanted[field]));
    if (fields.length > 0) throw refusal(409, 'This is taken', fields, 'taken');
    const account = { id: this.byId.size + 1, ...wanted }; // nothing is ever deleted, so this id is new
    this.write(Buffer.from(`${JSON.stringify(account)}\n`));
    this.remember(account);
    return account;
  }

  write(line) {
    try {
      fs.appendFileSync(this.file, line);
      fs.fsyncSync(this.file); // through to the disk: for a kill the write is enough, for a power cut it is not
    } catch (error) {
      fs.ftruncateSync(this.file, this.size); // half a line must not stand in front of the next one
      throw error;
    }
    this.size += line.length;
  }

  remember(account) {
    this.byId.set(String(account.id), account);
    this.taken.email.add(account.email);
    this.taken.username.add(account.username);
  }
}

const accounts = new Accounts(path.join(process.env.KATA_DATA, 'accounts.jsonl'));

const routes = {
  'POST /accounts': async (request) => [201, accounts.add(await accountFrom(request))],

  'GET /accounts': () => [200, [...accounts.byId.values()]],

  'GET /accounts/:id': (request, id) => {
    const account = accounts.byId.get(id);
    if (!account) throw refusal(404, 'There is no such account');
    return [200, account];
  },
};

const patterns = { email: /^[^@]+@[^@]+$/, username: /^[a-z0-9-]{1,40}$/ };

async function accountFrom(request) {
  const sent = await readJson(request);
  const wanted = { email: sent?.email, username: sent?.username };
  // From here on there is only one way to write an e-mail.
  if (typeof wanted.email === 'string') wanted.email = wanted.email.trim().toLowerCase();
  const wrong = Object.keys(wanted).filter((field) => typeof wanted[field] !== 'string' || !patterns[field].test(wanted[field]));
  if (wrong.length > 0) throw refusal(422, 'This is no account', wrong, 'invalid');
  return wanted;
}

// --- HTTP ---

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw refusal(413, 'The body is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw refusal(400, 'The body is not JSON');
  }
}

function refusal(status, title, fields = [], code = 'invalid') {
  return Object.assign(new Error(title), { status, errors: fields.map((field) => ({ field, code })) });
}

async function answer(request, response) {
  const [, base, id, ...rest] = request.url.split('?')[0].split('/');
  const route = rest.length ? undefined : routes[`${request.method} /${base}${id === undefined ? '' : '/:id'}`];
  try {
    if (!route) throw refusal(404, 'There is nothing here');
    send(response, ...(await route(request, id)));
  } catch (error) {
    if (!error.status) console.error(error); // a mistake of ours: the details are for the log, not for the client
    const { status = 500, message, errors } = error;
    send(response, status, { title: status === 500 ? 'Something went wrong' : message, errors }, 'application/problem+json');
  }
}

function send(response, status, value, type = 'application/json') {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length }).end(body);
}

http.createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
