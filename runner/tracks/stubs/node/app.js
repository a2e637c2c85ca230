// A server on Node's own modules alone.
//
// The flow of every request:
//
//     client --request--> the http module --calls--> handle() --response--> client
'use strict';

const http = require('node:http');

// What must outlive a restart belongs into this folder.
const dataFolder = process.env.KATA_DATA || '.';

function handle(request, response) {
  // 1. The request is in request.method, request.url and request.headers; its body comes in pieces (request.on('data')).
  // 2. Decide what to answer.
  // TODO: look at request.method and request.url and give each path its own answer.
  // 3. Send the response.
  sendJson(response, 501, { error: `${request.method} ${request.url} is not implemented yet` });
}

// Send a whole response: status, headers, body.
function sendJson(response, status, value) {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body), // counted in bytes
  });
  response.end(body);
}

// The port is given by the environment, and it is another one in every run.
http.createServer(handle).listen(Number(process.env.PORT), '127.0.0.1');
