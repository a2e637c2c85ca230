// A link preview: fetch a page that a stranger names, and nothing else.
'use strict';

const http = require('node:http');

const ALLOWED_ORIGIN = process.env.ALLOWED_ORIGIN || ''; // the one host:port inside that may be fetched

async function preview(sent) {
  // TODO: take the URL apart, decide whether it may be fetched, fetch it (http.get), answer with its title.
  return [501, { error: 'not written yet' }];
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8'); // the body as it came: still to be parsed
  const isPreview = request.method === 'POST' && request.url === '/preview';
  const [status, body] = isPreview ? await preview(text) : [404, { error: 'not found' }];
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
