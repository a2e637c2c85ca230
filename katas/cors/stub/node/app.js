// Whose pages may ask? Your server keeps messages, but it lets no page in yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const ALLOWED_ORIGINS = process.env.ALLOWED_ORIGINS; // one text, with commas

const messages = new Map();
let lastId = 0;

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Called before anything is answered; what is set here with response.setHeader is in every answer.
function letListedOriginsIn(request, response) {
  // TODO R2 to R5: add the headers.
  // TODO R6: compare whole origins with those in ALLOWED_ORIGINS.
}

async function createMessage(request) {
  const sent = await readJson(request);
  if (typeof sent?.text !== 'string') throw new HttpError(422, 'Send a JSON object with a text.');
  const message = { id: ++lastId, text: sent.text };
  messages.set(message.id, message);
  return [201, message];
}

function deleteMessage(id) {
  if (!messages.delete(Number(id))) throw new HttpError(404, 'There is no such message.');
  return [204];
}

function answer(request) {
  const path = request.url.split('?')[0];
  const [, id] = path.match(/^\/messages\/([^/]+)$/) ?? [];
  if (path !== '/messages' && !id) throw new HttpError(404, 'There is nothing here.');
  // TODO R7, R8: a preflight is an OPTIONS request.
  if (id && request.method === 'DELETE') return deleteMessage(id);
  if (!id && request.method === 'GET') return [200, [...messages.values()]];
  if (!id && request.method === 'POST') return createMessage(request);
  throw new HttpError(405, 'This path does not know that method.');
}

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
}

function send(response, status, value) {
  if (value === undefined) return response.writeHead(status).end();
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  letListedOriginsIn(request, response);
  try {
    send(response, ...(await answer(request)));
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    send(response, error.status ?? 500, { error: error.status ? error.message : 'Something broke here.' });
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1');
