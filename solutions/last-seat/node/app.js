// The last seat: what is free is never stored but calculated, in the same stretch of code that takes it.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const FILE = path.join(process.env.KATA_DATA || '.', 'journal.jsonl');
const HOLD = Number(process.env.HOLD_SECONDS || 600) * 1000;
const BODY_LIMIT = 1024 * 1024;
const MOST_SEATS = 100_000;

// --- storage: a journal of what happened, only ever appended, and the state that follows from it ---

const events = new Map(); // id -> { id, name, seats }
const bookings = new Map(); // id -> { id, ends, items: [[event id, quantity]] }; ends is null when it is confirmed
let lastBooking = 0; // ids are never used again

const happened = {
  opened: (event) => events.set(event.id, event),
  booked(booking) {
    bookings.set(booking.id, booking);
    lastBooking = booking.id;
  },
  confirmed({ id }) {
    bookings.get(id).ends = null;
  },
  cancelled: ({ id }) => bookings.delete(id),
};

const journal = fs.openSync(FILE, 'a+');

function record(event, facts) {
  fs.appendFileSync(journal, JSON.stringify({ event, ...facts }) + '\n');
  fs.fsyncSync(journal); // on the disk before anyone is told
  happened[event](facts);
}

function load() {
  const text = fs.readFileSync(FILE, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  fs.ftruncateSync(journal, Buffer.byteLength(whole)); // a kill in the middle of a write leaves a torn last line
  for (const line of whole.split('\n').filter(Boolean)) {
    const { event, ...facts } = JSON.parse(line);
    happened[event](facts);
  }
}

// --- the routes. None of them awaits anything, so no other request comes between a check and its `record`. ---

function openEvent({ body }) {
  const { name, seats } = objectOf(body);
  if (typeof name !== 'string' || !isCount(seats)) throw new Refusal(422, `an event needs a name and 1 to ${MOST_SEATS} seats`);
  const id = events.size + 1; // events are never deleted, so this number is new
  record('opened', { id, name, seats });
  return [201, shown(events.get(id))];
}

function showEvent({ id }) {
  return [200, shown(eventNamed(id))];
}

function book({ body }) {
  const wanted = basket(body);
  for (const [id, quantity] of wanted) {
    if (freeOf(eventNamed(id)) < quantity) throw new Refusal(409, 'there are not enough seats');
  }
  const id = lastBooking + 1;
  record('booked', { id, ends: Date.now() + HOLD, items: [...wanted] });
  return [201, status(bookings.get(id))];
}

function showBooking({ id }) {
  return [200, status(bookingNamed(id))];
}

function confirm({ id }) {
  const booking = bookingNamed(id);
  if (booking.ends !== null) record('confirmed', { id });
  return [200, status(booking)];
}

function cancel({ id }) {
  bookingNamed(id);
  record('cancelled', { id });
  return [204];
}

// --- what is true now ---

function isLive({ ends }) {
  return ends === null || ends > Date.now();
}

function freeOf({ id, seats }) {
  let free = seats;
  for (const booking of bookings.values()) {
    if (!isLive(booking)) continue;
    for (const [event, quantity] of booking.items) if (event === id) free -= quantity;
  }
  return free;
}

function shown(event) {
  return { ...event, free: freeOf(event) };
}

function status({ id, ends }) {
  return { id, status: ends === null ? 'confirmed' : 'held' };
}

function eventNamed(id) {
  const event = events.get(id);
  if (!event) throw new Refusal(404, 'no such event');
  return event;
}

function bookingNamed(id) {
  const booking = bookings.get(id);
  if (!booking || !isLive(booking)) throw new Refusal(404, 'no such booking');
  return booking;
}

// --- HTTP ---

const ROUTES = [
  ['POST', /^\/events$/, openEvent],
  ['GET', /^\/events\/(\d+)$/, showEvent],
  ['POST', /^\/bookings$/, book],
  ['GET', /^\/bookings\/(\d+)$/, showBooking],
  ['DELETE', /^\/bookings\/(\d+)$/, cancel],
  ['POST', /^\/bookings\/(\d+)\/confirm$/, confirm],
];

class Refusal extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

const server = http.createServer(async (request, response) => {
  const [status, body] = await answer(request).catch(explain);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body && JSON.stringify(body));
});

async function answer(request) {
  const body = await readJson(request);
  const target = request.url.split('?')[0];
  for (const [method, pattern, route] of ROUTES) {
    const parts = method === request.method && pattern.exec(target);
    if (parts) return route({ body, id: Number(parts[1]) });
  }
  throw new Refusal(404, 'not found');
}

function explain(error) {
  if (error instanceof Refusal) return [error.status, { error: error.message }];
  console.error(error.stack);
  return [500, { error: 'internal error' }];
}

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) throw new Refusal(413, 'too large');
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

// --- small parts ---

// What stands in a basket twice counts twice.
function basket(body) {
  const { items } = objectOf(body);
  if (!Array.isArray(items) || items.length === 0) throw new Refusal(422, 'items must be a list that is not empty');
  const wanted = new Map();
  for (const item of items) {
    const { event, quantity } = objectOf(item);
    if (!Number.isInteger(event) || !isCount(quantity)) throw new Refusal(422, 'an item needs an event and a quantity');
    wanted.set(event, (wanted.get(event) || 0) + quantity);
  }
  return wanted;
}

function isCount(value) {
  return Number.isInteger(value) && value >= 1 && value <= MOST_SEATS;
}

function objectOf(value) {
  if (typeof value !== 'object' || value === null) throw new Refusal(422, 'a JSON object is needed');
  return value;
}

load();
server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
