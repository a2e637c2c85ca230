// Notes in a journal, a file that only ever grows: what was confirmed is there after a kill.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const LARGEST_BODY = 8 * 1024 * 1024; // JSON may need six bytes for a letter that has one
const NEWLINE = 10;

// Each line of the journal is a note that was made, "7 milk", or one that was deleted, "7".
class Journal {
  constructor(file) {
    this.notes = new Map();
    this.lastId = 0; // of all notes ever made: the lines of deleted ones are still there
    this.file = fs.openSync(file, 'a+');
    const content = fs.readFileSync(this.file);
    // A kill in the middle of a write leaves half a line. Nobody was told that it is saved, so it goes.
    this.size = content.lastIndexOf(NEWLINE) + 1;
    fs.ftruncateSync(this.file, this.size);
    const lines = content.toString('utf8', 0, this.size).split('\n').slice(0, -1);
    for (const line of lines) this.remember(this.read(line));
  }

  read(line) {
    const [id, ...words] = line.split(' ');
    return { id: Number(id), text: words.join(' '), deleted: words.length === 0 };
  }

  create(text) {
    const note = { id: this.lastId + 1, text };
    this.save(note);
    return note;
  }

  delete(id) {
    this.save({ id, deleted: true });
  }

  // Write first, then remember, then (in the routes) answer. Nothing here waits, so no two saves can mix.
  save(entry) {
    const line = Buffer.from(entry.deleted ? `${entry.id}\n` : `${entry.id} ${entry.text}\n`);
    try {
      fs.appendFileSync(this.file, line);
      fs.fsyncSync(this.file); // through to the disk: for a kill the write is enough, for a power cut it is not
    } catch (error) {
      fs.ftruncateSync(this.file, this.size); // half a line must not stand in front of the next one
      throw error;
    }
    this.size += line.length;
    this.remember(entry);
  }

  remember({ id, text, deleted }) {
    if (deleted) this.notes.delete(id);
    else this.notes.set(id, { id, text });
    this.lastId = Math.max(this.lastId, id);
  }
}

const journal = new Journal(path.join(process.env.KATA_DATA, 'notes.jsonl'));

const routes = {
  'GET /notes': () => [200, [...journal.notes.values()]],

  'POST /notes': async (request) => {
    const sent = await readJson(request);
    if (typeof sent?.text !== 'string') throw refusal(422, 'a note needs a text');
    return [201, journal.create(sent.text)];
  },

  'GET /notes/:id': (request, id) => [200, find(id)],

  'DELETE /notes/:id': (request, id) => {
    journal.delete(find(id).id);
    return [204];
  },
};

function find(id) {
  const note = journal.notes.get(Number(id));
  if (!note) throw refusal(404, 'there is no such note');
  return note;
}

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw refusal(413, 'the body is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
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
