// One resource, /items/{id}: the right method and the right status code for everything.
'use strict';

const http = require('node:http');

const items = new Map();
let lastId = 0;

// Path first, method second: only so can "no such path" (404) be told from "not this method" (405).
const routes = [
  { path: /^\/items$/, methods: { POST: createItem } },
  { path: /^\/items\/([^/]+)$/, methods: { GET: readItem, HEAD: readItem, PUT: replaceItem, DELETE: deleteItem } },
];

class HttpError extends Error {
  constructor(status, message, headers = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

async function createItem(request, response) {
  const name = await nameFromBody(request);
  const item = { id: String(++lastId), name };
  items.set(item.id, item);
  sendJson(response, 201, item, { Location: `/items/${item.id}` });
}

function readItem(request, response, id) {
  const item = findItem(id);
  if (!leavesRoomForJson(request.headers.accept)) {
    throw new HttpError(406, 'This item exists as application/json only.');
  }
  sendJson(response, 200, item); // Node leaves the body of an answer to HEAD away
}

async function replaceItem(request, response, id) {
  findItem(id);
  const item = { id, name: await nameFromBody(request) };
  items.set(id, item);
  sendJson(response, 200, item);
}

function deleteItem(request, response, id) {
  items.delete(id);
  response.writeHead(204).end();
}

function findItem(id) {
  if (!items.has(id)) throw new HttpError(404, 'There is no such item.');
  return items.get(id);
}

async function nameFromBody(request) {
  if (mediaType(request.headers['content-type'] ?? '') !== 'application/json') {
    throw new HttpError(415, 'Send application/json.');
  }
  const name = parseJson(await readBody(request))?.name;
  if (typeof name !== 'string') throw new HttpError(422, 'Send a JSON object with a text called name.');
  return name;
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
}

function leavesRoomForJson(accept = '*/*') {
  const fitting = ['application/json', 'application/*', '*/*'];
  return accept.split(',').some((part) => fitting.includes(mediaType(part)));
}

// `text/html` for `Text/HTML; charset=utf-8`
function mediaType(header) {
  return header.split(';')[0].trim().toLowerCase();
}

function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const route = routes.find(({ path }) => path.test(pathname));
  if (!route) throw new HttpError(404, 'There is nothing at this path.');
  const handle = route.methods[request.method];
  if (!handle) {
    throw new HttpError(405, 'This path does not know that method.', { Allow: Object.keys(route.methods).join(', ') });
  }
  await handle(request, response, pathname.match(route.path)[1]);
}

const server = http.createServer(async (request, response) => {
  try {
    await answer(request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    const { status = 500, message, headers } = error instanceof HttpError ? error : { message: 'Something broke here.' };
    sendJson(response, status, { error: message }, headers);
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1');
