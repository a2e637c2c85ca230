// A todo list that follows the TodoBackend contract, kept in memory.
'use strict';

const http = require('node:http');

const todos = new Map(); // the todos by id, oldest first
let lastId = 0; // only ever counts up, so that no id comes twice

const LARGEST_BODY = 1024 * 1024;

const routes = {
  'GET /': (request) => [200, [...todos.keys()].map((id) => shown(request, id))],

  'POST /': async (request) => {
    const fields = await fieldsOf(request);
    if (!('title' in fields)) throw refusal(422, 'a todo needs a title');
    const id = String(++lastId);
    todos.set(id, { completed: false, order: null, ...fields });
    return [201, shown(request, id)];
  },

  'DELETE /': () => {
    todos.clear();
    return [204];
  },

  'GET /:id': (request, id) => [200, shown(request, id)],

  'PATCH /:id': async (request, id) => {
    const fields = await fieldsOf(request);
    todos.set(id, { ...todos.get(id), ...fields });
    return [200, shown(request, id)];
  },

  'DELETE /:id': (request, id) => {
    find(id);
    todos.delete(id);
    return [204];
  },
};

const fits = {
  title: (value) => typeof value === 'string',
  completed: (value) => typeof value === 'boolean',
  order: (value) => value === null || Number.isFinite(value),
};

function find(id) {
  if (!todos.has(id)) throw refusal(404, 'there is no such todo');
  return todos.get(id);
}

// A todo as clients see it, with the address at which they find it again.
function shown(request, id) {
  return { ...find(id), url: `http://${request.headers.host}/${id}` };
}

// The fields that were sent, every one checked.
async function fieldsOf(request) {
  const sent = await readJson(request);
  if (sent === null || typeof sent !== 'object' || Array.isArray(sent)) {
    throw refusal(400, 'the body must be a JSON object');
  }
  const fields = {};
  for (const [name, isFitting] of Object.entries(fits)) {
    if (!Object.hasOwn(sent, name)) continue;
    if (!isFitting(sent[name])) throw refusal(422, `${name} is not of the right type`);
    fields[name] = sent[name];
  }
  return fields;
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
    // Join the bytes first: a letter such as é is two bytes, and they may come in different chunks.
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw refusal(400, 'the body is not JSON');
  }
}

function refusal(status, message) {
  return Object.assign(new Error(message), { status });
}

async function answer(request, response) {
  const path = request.url.split('?')[0];
  const id = path.slice(1);
  const route = routes[`${request.method} ${id === '' ? '/' : '/:id'}`];
  if (!route || id.includes('/')) return send(response, 404, { error: 'there is nothing here' });
  try {
    send(response, ...(await route(request, id)));
  } catch (error) {
    if (!error.status) console.error(error); // a mistake of ours: the details are for the log, not for the client
    send(response, error.status ?? 500, { error: error.status ? error.message : 'something went wrong' });
  }
}

function send(response, status, value) {
  if (value === undefined) return response.writeHead(status).end();
  const body = Buffer.from(JSON.stringify(value)); // Content-Length counts bytes, not characters
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}

http.createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
