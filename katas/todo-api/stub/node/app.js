// A todo list that follows the TodoBackend contract.
'use strict';

const http = require('node:http');

const todos = new Map(); // the todos by id

// The whole body as text. It arrives in chunks, so wait for it: const body = await readBody(request);
async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO: answer GET / with a JSON list of all todos (R1), then POST / with the new todo (R2),
  //       then GET, PATCH and DELETE of a todo's own address (R3 to R5), then DELETE / (R6).
  //       The address of a todo: `http://${request.headers.host}/${id}`
  console.log(request.method, request.url);
  send(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
