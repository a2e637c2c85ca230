// A contract that is true: your server starts, but it has neither parcels nor a document. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const parcels = new Map(); // id -> parcel; memory is good enough here

const DOCUMENT = {
  // TODO R2 to R8: describe what the API does.
};

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // TODO R1: POST and GET /parcels, GET and DELETE /parcels/{id}.
  // TODO R2: GET /openapi.json.
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
