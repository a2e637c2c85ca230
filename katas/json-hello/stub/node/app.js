// Say hello in JSON and in plain text.
'use strict';

const http = require('node:http');

const server = http.createServer((request, response) => {
  // TODO: answer GET /json and GET /plaintext. README.md holds the rules; begin with R1.
  console.log(request.method, request.url);
  response.writeHead(501, { 'Content-Type': 'text/plain' });
  response.end('not written yet');
});

server.listen(Number(process.env.PORT), '127.0.0.1');
