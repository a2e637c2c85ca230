// POST /orders: check everything, say everything that is wrong, store nothing.
'use strict';

const http = require('node:http');

const LARGEST_BODY = 1_000_000;
const ORDER_FIELDS = ['customer', 'note', 'items'];
const ITEM_FIELDS = ['sku', 'quantity'];

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function placeOrder(request, response) {
  const order = await orderFromBody(request);
  const errors = [...orderErrors(order)].map(([field, code]) => ({ field, code }));
  if (errors.length > 0) {
    sendProblem(response, 422, 'The order is not valid', { errors });
  } else {
    sendJson(response, 200, { valid: true });
  }
}

// --- What an order may be. Each function yields [field, code] pairs, so that one mistake never hides another. ---

function* orderErrors(order) {
  yield* unknownFields(order, ORDER_FIELDS);
  yield* textErrors('customer', order.customer, 1, 100);
  if (order.note !== undefined) yield* textErrors('note', order.note, 0, 200);
  yield* itemsErrors(order.items);
}

function* itemsErrors(items) {
  if (items === undefined) yield ['items', 'required'];
  else if (!Array.isArray(items)) yield ['items', 'type'];
  else if (items.length === 0) yield ['items', 'empty'];
  else for (const [index, item] of items.entries()) yield* itemErrors(`items[${index}]`, item);
}

function* itemErrors(path, item) {
  if (!isObject(item)) {
    yield [path, 'type'];
    return;
  }
  yield* unknownFields(item, ITEM_FIELDS, `${path}.`);
  yield* textErrors(`${path}.sku`, item.sku, 1, 40);
  yield* quantityErrors(`${path}.quantity`, item.quantity);
}

function* unknownFields(value, known, prefix = '') {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) yield [prefix + name, 'unknown'];
  }
}

function* textErrors(field, value, shortest, longest) {
  if (value === undefined) yield [field, 'required']; // JSON has no undefined: it means "not there"
  else if (typeof value !== 'string') yield [field, 'type'];
  else if (value.length < shortest) yield [field, 'empty'];
  else if ([...value].length > longest) yield [field, 'too_long']; // characters, not UTF-16 halves of them
}

function* quantityErrors(field, value) {
  if (value === undefined) yield [field, 'required'];
  else if (!Number.isInteger(value)) yield [field, 'type']; // false for "2", true and 2.5
  else if (value < 1 || value > 999) yield [field, 'range'];
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// --- HTTP ---

async function orderFromBody(request) {
  if (mediaType(request.headers['content-type'] ?? '') !== 'application/json') {
    throw new HttpError(415, 'Send application/json');
  }
  const order = parseJson(await readBody(request));
  if (!isObject(order)) throw new HttpError(400, 'An order is a JSON object');
  return order;
}

async function readBody(request) {
  const tooLarge = new HttpError(413, `An order has at most ${LARGEST_BODY} bytes`);
  if (Number(request.headers['content-length']) > LARGEST_BODY) throw tooLarge;
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length; // a chunked body does not say its size in advance
    if (size > LARGEST_BODY) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text) {
  return JSON.parse(text);
}

// `text/html` for `Text/HTML; charset=utf-8`
function mediaType(header) {
  return header.split(';')[0].trim().toLowerCase();
}

function sendJson(response, status, value, type = 'application/json', headers = {}) {
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(JSON.stringify(value));
}

function sendProblem(response, status, title, more = {}) {
  // After 413 the rest of the body is never read, so the connection cannot be used again.
  const headers = status === 413 ? { Connection: 'close' } : {};
  sendJson(response, status, { title, status, ...more }, 'application/problem+json', headers);
}

const server = http.createServer(async (request, response) => {
  try {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname !== '/orders') throw new HttpError(404, 'There is nothing at this path');
    if (request.method !== 'POST') throw new HttpError(405, 'Only POST is known here');
    await placeOrder(request, response);
  } catch (error) {
    if (error instanceof HttpError) return sendProblem(response, error.status, error.message);
    console.error(error);
    sendProblem(response, 500, 'Something broke here');
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1');
