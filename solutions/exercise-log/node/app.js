// Users and their exercises, each with a log of their own.
'use strict';

const crypto = require('node:crypto');
const http = require('node:http');

const users = new Map(); // _id -> { username, exercises: [{ description, duration, day }] }, a day is a text such as 1990-01-01

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const routes = {
  'POST /api/users': ({ form }) => {
    const id = crypto.randomUUID();
    users.set(id, { username: field(form, 'username'), exercises: [] });
    return shown(id);
  },

  'GET /api/users': () => [...users.keys()].map(shown),

  'POST /api/users/{id}/exercises': ({ id, form }) => {
    const { exercises } = find(id);
    const exercise = {
      description: field(form, 'description'),
      duration: wholeNumber(field(form, 'duration')),
      day: dayOf(form.get('date')) ?? new Date().toISOString().slice(0, 10), // in UTC
    };
    exercises.push(exercise);
    return { ...shown(id), ...inWords(exercise) };
  },

  'GET /api/users/{id}/logs': ({ id, query }) => {
    const { exercises } = find(id);
    const first = dayOf(query.get('from')) ?? '0000-01-01';
    const last = dayOf(query.get('to')) ?? '9999-12-31';
    const limit = query.get('limit') ? wholeNumber(query.get('limit')) : undefined;
    // First which days, then how many. Days in this form compare as texts.
    const log = exercises.filter(({ day }) => first <= day && day <= last).slice(0, limit);
    return { ...shown(id), count: exercises.length, log: log.map(inWords) };
  },
};

function find(id) {
  if (!users.has(id)) throw new HttpError(404, 'There is no such user.');
  return users.get(id);
}

function shown(id) {
  return { _id: id, username: users.get(id).username };
}

function inWords({ description, duration, day }) {
  // `Mon, 01 Jan 1990 ...` in UTC, with its parts in another order
  const [weekday, date, month, year] = new Date(day).toUTCString().split(/,? /);
  return { description, duration, date: `${weekday} ${month} ${date} ${year}` };
}

// --- everything that comes in is text; here it becomes what it should be, or is refused ---

function field(form, name) {
  const text = form.get(name);
  if (!text) throw new HttpError(400, `${name} is missing.`);
  return text;
}

function wholeNumber(text) {
  if (!/^[0-9]{1,9}$/.test(text)) throw new HttpError(400, 'duration and limit are whole numbers.');
  return Number(text);
}

function dayOf(text) {
  if (!text) return undefined;
  const date = new Date(text);
  // `Date` makes 2 March of 30 February, so what comes out must be what went in.
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  if (!isDay) throw new HttpError(400, 'A date looks like 1990-01-01.');
  return text;
}

// --- HTTP ---

async function readForm(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const [, id, part] = pathname.match(/^\/api\/users\/([^/]+)\/(\w+)$/) ?? [];
  const route = routes[`${request.method} ${id === undefined ? pathname : `/api/users/{id}/${part}`}`];
  if (!route) throw new HttpError(404, 'There is nothing here.');
  return route({ id, query: searchParams, form: await readForm(request) });
}

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  try {
    sendJson(response, 200, await answer(request));
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    sendJson(response, error.status ?? 500, { error: error.status ? error.message : 'Something broke here.' });
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1');
