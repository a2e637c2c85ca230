// Validate, save, confirm: orders in a journal, a file that only ever grows.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

// A Map, not an object: an object would say that `constructor` is on the menu.
const MENU = new Map([['margherita', 895], ['ramen', 1295], ['gyoza', 435], ['mochi', 535], ['tea', 205]]); // in cents
const LARGEST_BODY = 1024 * 1024;
const NEWLINE = 10;

// Each line of the journal is one order with all its items.
class Orders {
  constructor(file) {
    this.byId = new Map();
    this.file = fs.openSync(file, 'a+');
    const content = fs.readFileSync(this.file);
    // A kill in the middle of a write leaves half a line. Nobody was told that it is saved, so it goes.
    this.size = content.lastIndexOf(NEWLINE) + 1;
    fs.ftruncateSync(this.file, this.size);
    const lines = content.toString('utf8', 0, this.size).split('\n').slice(0, -1);
    for (const line of lines) this.remember(JSON.parse(line));
  }

  // Write first, then remember, then (in the routes) answer. Nothing here waits, so no two orders can mix.
  save(order) {
    const numbered = { id: this.byId.size + 1, ...order }; // nothing is ever deleted, so this id is new
    const line = Buffer.from(`${JSON.stringify(numbered)}\n`);
    try {
      fs.appendFileSync(this.file, line);
      fs.fsyncSync(this.file); // through to the disk: for a kill the write is enough, for a power cut it is not
    } catch (error) {
      fs.ftruncateSync(this.file, this.size); // half a line must not stand in front of the next one
      throw error;
    }
    this.size += line.length;
    this.remember(numbered);
    return numbered;
  }

  remember(order) {
    this.byId.set(String(order.id), order);
  }
}

const orders = new Orders(path.join(process.env.KATA_DATA, 'orders.jsonl'));

const routes = {
  'GET /menu': () => [200, [...MENU].map(([dish, price]) => ({ dish, price }))],

  'POST /orders': async (request) => {
    const sent = await readObject(request); // received
    const errors = [...orderErrors(sent)].map(([field, code]) => ({ field, code })); // validated
    if (errors.length > 0) throw refusal(422, 'The order is not valid', { errors });
    const saved = orders.save(priced(sent)); // saved
    return [201, saved]; // confirmed
  },

  'GET /orders': () => [200, [...orders.byId.values()]],

  'GET /orders/:id': (request, id) => {
    const order = orders.byId.get(id);
    if (!order) throw refusal(404, 'There is no such order');
    return [200, order];
  },
};

// The order as we keep it: only what was checked, with our prices.
function priced({ customer, items }) {
  const lines = items.map(({ dish, quantity }) => ({ dish, quantity, price: MENU.get(dish) }));
  const total = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  return { customer, items: lines, total };
}

// --- What an order may be. Each function yields [field, code] pairs, so that one mistake never hides another. ---

function* orderErrors({ customer, items }) {
  if (customer === undefined) yield ['customer', 'required']; // JSON has no undefined: it means "not there"
  else if (typeof customer !== 'string') yield ['customer', 'type'];
  else if (customer === '') yield ['customer', 'empty'];
  else if ([...customer].length > 100) yield ['customer', 'too_long'];
  if (items === undefined) yield ['items', 'required'];
  else if (!Array.isArray(items)) yield ['items', 'type'];
  else if (items.length === 0) yield ['items', 'empty'];
  else for (const [at, item] of items.entries()) yield* itemErrors(`items[${at}]`, item);
}

function* itemErrors(place, item) {
  if (!isObject(item)) {
    yield [place, 'type'];
    return;
  }
  const { dish, quantity } = item;
  if (dish === undefined) yield [`${place}.dish`, 'required'];
  else if (typeof dish !== 'string') yield [`${place}.dish`, 'type'];
  else if (!MENU.has(dish)) yield [`${place}.dish`, 'not_on_menu'];
  if (quantity === undefined) yield [`${place}.quantity`, 'required'];
  else if (!Number.isInteger(quantity)) yield [`${place}.quantity`, 'type']; // false for "2", true and 2.5
  else if (quantity < 1 || quantity > 99) yield [`${place}.quantity`, 'range'];
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// --- HTTP ---

async function readObject(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw refusal(413, 'The body is too large');
    chunks.push(chunk);
  }
  let sent;
  try {
    sent = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw refusal(400, 'The body is not JSON');
  }
  if (!isObject(sent)) throw refusal(400, 'An order is a JSON object');
  return sent;
}

function refusal(status, title, more = {}) {
  return Object.assign(new Error(title), { status, more });
}

async function answer(request, response) {
  const [, base, id, ...rest] = request.url.split('?')[0].split('/');
  const route = rest.length ? undefined : routes[`${request.method} /${base}${id === undefined ? '' : '/:id'}`];
  try {
    if (!route) throw refusal(404, 'There is nothing here');
    send(response, ...(await route(request, id)));
  } catch (error) {
    if (!error.status) console.error(error); // a mistake of ours: the details are for the log, not for the client
    const { status = 500, message, more } = error;
    const problem = { title: status === 500 ? 'Something went wrong' : message, status, ...more };
    send(response, status, problem, 'application/problem+json');
  }
}

function send(response, status, value, type = 'application/json') {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length }).end(body);
}

http.createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
