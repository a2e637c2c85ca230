// What time is it? Your server starts, but it knows no date yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const server = http.createServer((request, response) => {
  // request.url is the path as it was sent: blanks in it are %20 until decodeURIComponent has seen them.
  // TODO R1: a date such as 2015-12-25 becomes {"unix": ..., "utc": ...}.
  // TODO R2 to R4: so do the other forms of the table.
  // TODO R6: GET /api is the current moment.
  // TODO R7: what is no date is answered with {"error": "Invalid Date"}.
  response.writeHead(501, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: 'not written yet' }));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
