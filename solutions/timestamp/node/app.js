// Turn the ways in which people write a moment into one number, and back.
'use strict';

const http = require('node:http');

function momentOf(text) {
  if (text === undefined) return new Date();
  return new Date(/^-?[0-9]+$/.test(text) ? Number(text) : text);
}

function describe(moment) {
  // A Date that holds no date has the time NaN, the only "number" that is not one.
  if (Number.isNaN(moment.getTime())) return [400, { error: 'Invalid Date' }];
  return [200, { unix: moment.getTime(), utc: moment.toUTCString() }];
}

// `undefined` for /api, the decoded text for /api/{text}
function textOf(path) {
  return path.length > '/api/'.length ? decodeURIComponent(path.slice('/api/'.length)) : undefined;
}

function answer(request) {
  const path = request.url.split('?')[0];
  if (path !== '/api' && !path.startsWith('/api/')) return [404, { error: 'There is nothing here.' }];
  if (request.method !== 'GET') return [405, { error: 'Ask with GET.' }];
  try {
    return describe(momentOf(textOf(path)));
  } catch (error) {
    if (error instanceof URIError) return [400, { error: 'Invalid Date' }]; // such as /api/%zz
    throw error;
  }
}

const server = http.createServer((request, response) => {
  const [status, value] = answer(request);
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
});

server.listen(Number(process.env.PORT), '127.0.0.1');
