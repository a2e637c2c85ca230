// Version 2 of the address book: it knows the data of version 1, and brings it along. It stores in a journal.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const VERSION = '2';
const LARGEST_BODY = 1024 * 1024;
const NEWLINE = 10;

const inData = (name) => path.join(process.env.KATA_DATA, name);
const STORE = inData('contacts.2.jsonl');
const nobodyElses = crypto.randomUUID(); // a process id would not do: another machine has the same ones

// --- From version to version ---

function bringUpToDate() {
  const version = versionOfData();
  if (![undefined, '1', VERSION].includes(version)) {
    console.error(`this data is of version ${version}, and this program knows 1 and ${VERSION}`);
    process.exit(1);
  }
  if (version === VERSION) return;
  makeStore(version === '1' ? contactsOfVersion1().map(migrated) : []);
  const beside = inData(`version.${nobodyElses}`);
  fs.writeFileSync(beside, VERSION);
  fs.renameSync(beside, inData('version')); // one step: nobody ever reads half a number
}

function versionOfData() {
  try {
    return fs.readFileSync(inData('version'), 'utf8').trim();
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

// The store is written beside, and then gets its name in one step: it is there whole, or not at all. `link` fails when the
// name is taken, so what an earlier start or another copy has made is never replaced.
function makeStore(contacts) {
  const beside = `${STORE}.${nobodyElses}`;
  const file = fs.openSync(beside, 'wx');
  fs.writeFileSync(file, contacts.map((contact) => `${JSON.stringify(contact)}\n`).join(''));
  fs.fsyncSync(file);
  fs.closeSync(file);
  try {
    fs.linkSync(beside, STORE);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  fs.unlinkSync(beside);
}

function contactsOfVersion1() {
  const lines = fs.readFileSync(inData('contacts.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

function migrated({ id, name, phone }) {
  const space = name.lastIndexOf(' ');
  const [first_name, last_name] = space < 0 ? [name, ''] : [name.slice(0, space), name.slice(space + 1)];
  const phones = phone.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '');
  return { id, first_name, last_name, phones };
}

// --- The store: each line is a contact, or one that was deleted, {"id": 7, "deleted": true}. ---

class Contacts {
  constructor() {
    this.byId = new Map();
    this.lastId = 0; // of all contacts ever made: the lines of deleted ones are still there
    this.file = fs.openSync(STORE, 'a+');
    const content = fs.readFileSync(this.file);
    // A kill in the middle of a write leaves half a line. Nobody was told that it is saved, so it goes.
    this.size = content.lastIndexOf(NEWLINE) + 1;
    if (this.size < content.length) fs.ftruncateSync(this.file, this.size);
    const lines = content.toString('utf8', 0, this.size).split('\n').slice(0, -1);
    for (const line of lines) this.remember(JSON.parse(line));
  }

  // Write first, then remember, then (in the routes) answer.
  save(entry) {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      fs.appendFileSync(this.file, line);
      fs.fsyncSync(this.file);
    } catch (error) {
      fs.ftruncateSync(this.file, this.size); // half a line must not stand in front of the next one
      throw error;
    }
    this.size += line.length;
    this.remember(entry);
    return entry;
  }

  remember(entry) {
    if (entry.deleted) this.byId.delete(String(entry.id));
    else this.byId.set(String(entry.id), entry);
    this.lastId = Math.max(this.lastId, entry.id);
  }
}

bringUpToDate();
const contacts = new Contacts();

const routes = {
  'GET /contacts': () => [200, [...contacts.byId.values()]],

  'POST /contacts': async (request) => {
    const { first_name, last_name, phones } = await readJson(request);
    return [201, contacts.save({ id: contacts.lastId + 1, first_name, last_name, phones })];
  },

  'GET /contacts/:id': (request, id) => [200, find(id)],

  'DELETE /contacts/:id': (request, id) => {
    contacts.save({ id: find(id).id, deleted: true });
    return [204];
  },
};

function find(id) {
  const contact = contacts.byId.get(id);
  if (!contact) throw refusal(404, 'there is no such contact');
  return contact;
}

// --- HTTP ---

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw refusal(413, 'the body is too large');
    chunks.push(chunk);
  }
  try {
    return Object(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    throw refusal(400, 'the body is not JSON');
  }
}

function refusal(status, message) {
  return Object.assign(new Error(message), { status });
}

async function answer(request, response) {
  const [, base, id, ...rest] = request.url.split('?')[0].split('/');
  const route = rest.length ? undefined : routes[`${request.method} /${base}${id === undefined ? '' : '/:id'}`];
  if (!route) return send(response, 404, { error: 'there is nothing here' });
  try {
    send(response, ...(await route(request, id)));
  } catch (error) {
    if (!error.status) console.error(error); // a mistake of ours: the details are for the log, not for the client
    send(response, error.status ?? 500, { error: error.status ? error.message : 'something went wrong' });
  }
}

function send(response, status, value) {
  if (value === undefined) return response.writeHead(status).end();
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}

http.createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
