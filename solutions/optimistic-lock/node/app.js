// Documents that can only be changed by somebody who has read their newest version.
'use strict';

const http = require('node:http');

const LARGEST_BODY = 1024 * 1024;

const documents = new Map(); // by id: { version, text }
let lastId = 0; // only ever counts up, so that no id comes twice

const routes = {
  'POST /documents': async (request) => {
    const text = await readText(request);
    const id = String(++lastId);
    documents.set(id, { version: 1, text });
    return [201, ...shown(id)];
  },

  'GET /documents/:id': (request, id) => {
    const [document, headers] = shown(id);
    const known = request.headers['if-none-match'];
    if (known !== undefined && names(known.replaceAll('W/"', '"'), headers.ETag)) return [304, undefined, headers];
    return [200, document, headers];
  },

  'PUT /documents/:id': async (request, id) => {
    const text = await readText(request);
    // From here on nothing waits, so nobody else can write between the comparison and the change.
    const { version } = toChange(request, id);
    documents.set(id, { version: version + 1, text });
    return [200, ...shown(id)];
  },

  'DELETE /documents/:id': (request, id) => {
    toChange(request, id);
    documents.delete(id);
    return [204];
  },
};

// The document if the client has read its newest version.
function toChange(request, id) {
  const document = find(id);
  const condition = request.headers['if-match'];
  if (condition === undefined) throw refusal(428, 'say in If-Match which version you have read');
  if (!names(condition, tagOf(document))) throw refusal(412, 'this is not the newest version any more');
  return document;
}

// Whether a list of tags holds this one: as a whole, so W/"v1" is another tag than "v1".
function names(list, tag) {
  return list.trim() === '*' || list.split(',').some((one) => one.trim() === tag);
}

function tagOf({ version }) {
  return `"v${version}"`; // the quotation marks are part of a tag
}

function shown(id) {
  const document = find(id);
  return [{ id, text: document.text }, { ETag: tagOf(document) }];
}

function find(id) {
  if (!documents.has(id)) throw refusal(404, 'there is no such document');
  return documents.get(id);
}

// --- HTTP ---

async function readText(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw refusal(413, 'the body is too large');
    chunks.push(chunk);
  }
  let sent;
  try {
    sent = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw refusal(400, 'the body is not JSON');
  }
  if (typeof sent?.text !== 'string') throw refusal(422, 'a document has a text');
  return sent.text;
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

function send(response, status, value, headers = {}) {
  if (value === undefined) return response.writeHead(status, headers).end();
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length, ...headers }).end(body);
}

http.createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
