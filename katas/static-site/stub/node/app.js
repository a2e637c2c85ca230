// Serve a folder of files: your server starts, but it serves nothing yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');
const path = require('node:path');

const PUBLIC = path.join(process.env.KATA_DATA, 'public');

const server = http.createServer(async (request, response) => {
  // request.url is the path as it was sent, not decoded.
  // TODO R10 to R12: find out which file this path leads to (fs.promises.realpath), and whether everybody may see it.
  // TODO R1 to R4: send its bytes with the right type, or 404.
  // TODO R5 to R9: HEAD, 304 and ranges.
  response.writeHead(501, { 'Content-Type': 'text/plain' });
  response.end('not written yet');
});

server.listen(Number(process.env.PORT), '127.0.0.1');
