// One shape for everything that goes wrong: your server starts, but it has no books yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

function boom() { // leave this as it is
  throw new Error('SELECT card FROM payments failed in /srv/shop/payments.py');
}

function handle(request) {
  // TODO R1, R4 to R6: POST /books keeps the book; 201, or 415, 400 or 422.
  // TODO R1, R2: GET /books/{id}: 200 with the book, or 404.
  if (request.method === 'GET' && request.url === '/boom') boom();
  return { status: 501, body: { error: 'not written yet' } };
}

const server = http.createServer(async (request, response) => {
  let answer;
  try {
    answer = await handle(request);
  } catch (error) {
    // TODO R2 to R8: one shape for every error, also for those that nobody expected.
    // TODO R10: the unexpected error and the request id go into the log.
    answer = { status: 500, body: { error: error.message } };
  }
  // TODO R9: a request id for every request, in every answer.
  response.writeHead(answer.status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer.body));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
