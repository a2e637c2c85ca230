// Products that can be filtered, searched, sorted and leafed through, as json-server does it.
'use strict';

const http = require('node:http');

const FIELDS = ['id', 'name', 'category', 'price'];
const USUAL_LIMIT = 10;
const LARGEST_LIMIT = 50;
const LARGEST_BODY = 1024 * 1024;

const products = []; // in the sequence in which they were made; nothing is ever deleted, so the length gives the next id

async function makeProduct(request, response) {
  const { name, category, price } = (await readJson(request)) ?? {};
  if (typeof name !== 'string' || typeof category !== 'string' || !Number.isFinite(price)) {
    throw refusal(422, 'a product has a name and a category, which are texts, and a price, which is a number');
  }
  const product = { id: products.length + 1, name, category, price };
  products.push(product);
  sendJson(response, 201, product);
}

function listProducts(request, response, url) {
  const found = ordered(searched(filtered(products, url.searchParams), url.searchParams), url.searchParams);
  const headers = { 'X-Total-Count': found.length };
  const page = cut(found, url, headers);
  sendJson(response, 200, page, headers);
}

// --- The steps of a question, each from a list to a new list ---

function filtered(found, question) {
  const asked = FIELDS.filter((field) => question.has(field));
  return found.filter((product) => asked.every((field) => question.getAll(field).includes(String(product[field]))));
}

function searched(found, question) {
  const text = (question.get('q') ?? '').toLowerCase();
  return found.filter(({ name, category }) => [name, category].some((value) => value.toLowerCase().includes(text)));
}

function ordered(found, question) {
  const field = question.get('_sort');
  const order = question.get('_order') ?? 'asc';
  if (order !== 'asc' && order !== 'desc') throw refusal(400, '_order is asc or desc');
  if (field === null) return found;
  if (!FIELDS.includes(field)) throw refusal(400, `_sort is one of ${FIELDS.join(', ')}`);
  const sign = order === 'desc' ? -1 : 1;
  // sort() is stable: where this says 0, the sequence stays. Without a function it would compare as texts.
  return found.sort((a, b) => sign * (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0));
}

function cut(found, url, headers) {
  const question = url.searchParams;
  if (!question.has('_page') && !question.has('_limit')) return found;
  const limit = Math.min(naturalNumber(question, '_limit', USUAL_LIMIT), LARGEST_LIMIT);
  const page = naturalNumber(question, '_page', 1);
  const last = Math.ceil(found.length / limit);
  if (question.has('_page') && last > 1) headers.Link = links(url, page, last);
  return found.slice((page - 1) * limit, page * limit);
}

function links(url, page, last) {
  const pages = Object.entries({ first: 1, prev: page - 1, next: page + 1, last });
  return pages
    .filter(([, at]) => at >= 1 && at <= last)
    .map(([name, at]) => `<${addressOf(url, at)}>; rel="${name}"`)
    .join(', ');
}

// The same question, with another page.
function addressOf(url, page) {
  const other = new URL(url);
  other.searchParams.set('_page', page);
  return other.href;
}

function naturalNumber(question, name, usual) {
  const text = question.get(name) ?? String(usual);
  if (!/^[0-9]+$/.test(text) || Number(text) < 1) throw refusal(400, `${name} is a whole number from 1 on`);
  return Number(text);
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
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw refusal(400, 'the body is not JSON');
  }
}

function refusal(status, message) {
  return Object.assign(new Error(message), { status });
}

function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const routes = { 'GET /products': listProducts, 'POST /products': makeProduct };

const server = http.createServer(async (request, response) => {
  try {
    const url = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`);
    const route = routes[`${request.method} ${url.pathname}`];
    if (!route) throw refusal(404, 'there is nothing here');
    await route(request, response, url);
  } catch (error) {
    if (!error.status) console.error(error); // a mistake of ours: the details are for the log, not for the client
    sendJson(response, error.status ?? 500, { error: error.status ? error.message : 'something went wrong' });
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1');
