// Books, and one shape for everything that can go wrong with them.
'use strict';

const crypto = require('node:crypto');
const http = require('node:http');

const books = new Map();
let lastId = 0;

// An error that we expect: it knows what the client may be told. Every other error is a bug of ours.
class Problem extends Error {
  constructor(status, title, { headers = {}, ...more } = {}) {
    super(title);
    Object.assign(this, { status, headers, more });
  }
}

// Path first, method second, so that 404 and 405 can be told apart.
const routes = [
  { path: /^\/books$/, methods: { POST: createBook } },
  { path: /^\/books\/([^/]+)$/, methods: { GET: readBook } },
  { path: /^\/boom$/, methods: { GET: boom } },
];

async function createBook(request) {
  const sent = await readJson(request);
  const errors = [...bookErrors(sent)].map(([field, code]) => ({ field, code }));
  if (errors.length > 0) throw new Problem(422, 'This is no book.', { errors });
  const book = { id: String(++lastId), title: sent.title, pages: sent.pages };
  books.set(book.id, book);
  return { status: 201, body: book };
}

function readBook(request, id) {
  if (!books.has(id)) throw new Problem(404, 'There is no such book.');
  return { status: 200, body: books.get(id) };
}

function boom() {
  throw new Error('SELECT card FROM payments failed in /srv/shop/payments.py');
}

function* bookErrors({ title, pages }) {
  if (title === undefined) yield ['title', 'required'];
  else if (typeof title !== 'string') yield ['title', 'type'];
  else if (title === '') yield ['title', 'empty'];
  if (pages === undefined) yield ['pages', 'required'];
  else if (!Number.isInteger(pages)) yield ['pages', 'type'];
  else if (pages < 1 || pages > 5000) yield ['pages', 'range'];
}

async function readJson(request) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw new Problem(415, 'Send application/json.');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const value = parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem(400, 'A book is a JSON object.');
  return value;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
}

function handle(request) {
  const path = request.url.split('?')[0];
  const route = routes.find((one) => one.path.test(path));
  if (!route) throw new Problem(404, 'There is nothing at this path.');
  const method = route.methods[request.method];
  if (!method) throw new Problem(405, 'This method is not known here.', { headers: { Allow: Object.keys(route.methods).join(', ') } });
  return method(request, path.match(route.path)[1]);
}

// The one place that every error passes on its way out.
function asProblem(error, requestId) {
  const known = error instanceof Problem ? error : new Problem(500, 'Something went wrong on our side.'); // nothing, for everybody else
  if (error !== known) console.error(`request ${requestId} failed:`, error); // everything, for us
  return {
    status: known.status,
    headers: { ...known.headers, 'Content-Type': 'application/problem+json' },
    body: { title: known.message, status: known.status, request_id: requestId, ...known.more },
  };
}

const server = http.createServer(async (request, response) => {
  const sent = request.headers['x-request-id'] ?? '';
  const requestId = /^[A-Za-z0-9-]{1,64}$/.test(sent) ? sent : crypto.randomUUID();
  let answer;
  try {
    answer = await handle(request);
  } catch (error) {
    answer = asProblem(error, requestId);
  }
  response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers, 'X-Request-Id': requestId });
  response.end(JSON.stringify(answer.body));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
