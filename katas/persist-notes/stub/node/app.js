// Notes that are still there after a restart.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

// Only what you store in the folder KATA_DATA is there the next time.
const FILE = path.join(process.env.KATA_DATA, 'notes.jsonl');

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
  // TODO: answer POST /notes (R1), GET /notes/{id} (R2), GET /notes (R3) and DELETE /notes/{id} (R4).
  //       Save a note in FILE before you answer 201 (R8), and read FILE when the program starts (R7).
  console.log(request.method, request.url);
  send(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
