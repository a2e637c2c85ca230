// A mirror for requests: it answers with what it was sent, and with what it was asked to answer.
'use strict';

const http = require('node:http');

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const REDIRECTS = ['301', '302', '303', '307', '308'];
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[ -~]*$/; // what can be seen in ASCII, and so no line end

class BadRequest extends Error {}

async function anything(request, query) {
  const body = await readText(request);
  const shown = { method: request.method, args: grouped(query), headers: sentHeaders(request), form: {}, json: null, data: body };
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type === 'application/json') shown.json = jsonOrNull(body);
  if (type === 'application/x-www-form-urlencoded') Object.assign(shown, { form: grouped(new URLSearchParams(body)), data: '' });
  return json(shown);
}

function status(code) {
  if (!/^[2-5][0-9][0-9]$/.test(code)) throw new BadRequest('This is no status.');
  return { status: Number(code), headers: {}, body: '' };
}

function redirectTo(query) {
  const url = query.get('url') ?? '';
  const code = query.get('status_code') ?? '302';
  if (!REDIRECTS.includes(code) || !HEADER_VALUE.test(url)) throw new BadRequest('That is nowhere to go.');
  return { status: Number(code), headers: { Location: url }, body: '' };
}

function responseHeaders(query) {
  for (const [name, value] of query) {
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) throw new BadRequest('This cannot stand in a header.');
  }
  const asked = grouped(query);
  const answer = json(asked);
  return { ...answer, headers: { ...answer.headers, ...asked } };
}

// A text where a name came once, a list where it came several times.
function grouped(pairs) {
  const found = new Map(); // an object would take `found['__proto__'] = ...` for something else
  for (const name of pairs.keys()) {
    const values = pairs.getAll(name);
    found.set(name, values.length === 1 ? values[0] : values);
  }
  return Object.fromEntries(found);
}

// `headersDistinct` keeps every value; `headers` joins some and drops others.
function sentHeaders(request) {
  const distinct = Object.entries(request.headersDistinct);
  return Object.fromEntries(distinct.map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

async function readText(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOrNull(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function json(value, code = 200) {
  return { status: code, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

function answer(request) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/anything' && METHODS.includes(request.method)) return anything(request, searchParams);
  if (request.method !== 'GET') return json({ error: 'This method is not known here.' }, 405);
  if (pathname === '/headers') return json({ headers: sentHeaders(request) });
  if (pathname.startsWith('/status/')) return status(pathname.slice('/status/'.length));
  if (pathname === '/redirect-to') return redirectTo(searchParams);
  if (pathname === '/response-headers') return responseHeaders(searchParams);
  return json({ error: 'There is nothing here.' }, 404);
}

const server = http.createServer(async (request, response) => {
  let result;
  try {
    result = await answer(request);
  } catch (error) {
    if (!(error instanceof BadRequest)) console.error(error);
    result = error instanceof BadRequest ? json({ error: error.message }, 400) : json({ error: 'Something broke here.' }, 500);
  }
  response.writeHead(result.status, result.headers);
  response.end(result.body); // Node itself leaves the body of 204 and 304 away
});

server.listen(Number(process.env.PORT), '127.0.0.1');
