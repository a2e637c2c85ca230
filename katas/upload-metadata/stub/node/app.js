// What did you upload? Your server starts, but it looks at no file yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk); // TODO R8: this reads without end
  return Buffer.concat(chunks); // bytes; a Buffer has indexOf and subarray
}

const server = http.createServer(async (request, response) => {
  // TODO R1 to R3: find the boundary in the Content-Type, then the part called upfile; answer with name, type and size.
  // TODO R4 to R6: take care of the name.
  // TODO R7: no file is a 4xx.
  response.writeHead(501, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: 'not written yet' }));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
