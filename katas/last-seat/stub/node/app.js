// The last seat: bookings that never sell a seat twice.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder
const HOLD_SECONDS = Number(process.env.HOLD_SECONDS || 600); // so long is a booking held

async function openEvent(sent) {
  // TODO: check name and seats, store the event, answer with 201.
  return [501, { error: 'not written yet' }];
}

async function showEvent(sent, id) {
  // TODO: the event, and how many of its seats are free now.
  return [501, { error: 'not written yet' }];
}

async function book(sent) {
  // TODO: is there enough of everything? Then hold all of it, with nothing in between.
  return [501, { error: 'not written yet' }];
}

// TODO: GET and DELETE of /bookings/{id}, and POST /bookings/{id}/confirm

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8'); // the body as it came: still to be parsed
  const [, first, id] = request.url.split('?')[0].split('/');
  let [status, body] = [404, { error: 'not found' }];
  if (request.method === 'POST' && first === 'events') [status, body] = await openEvent(text);
  if (request.method === 'GET' && first === 'events') [status, body] = await showEvent(text, id);
  if (request.method === 'POST' && first === 'bookings') [status, body] = await book(text);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
