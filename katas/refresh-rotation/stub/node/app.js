// Rotating tokens: short-lived ones to open doors, and one to get the next.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder
const SECRET = process.env.JWT_SECRET;

async function register(sent, authorization) {
  // TODO: bring your code from the kata jwt-verify.
  return [501, { error: 'not written yet' }];
}

async function login(sent, authorization) {
  // TODO: bring your code from the kata jwt-verify, and give out a refresh token beside the access token.
  return [501, { error: 'not written yet' }];
}

async function createChirp(sent, authorization) {
  // TODO: check the access token, then answer with the body and the id of the user.
  return [501, { error: 'not written yet' }];
}

async function refresh(sent, authorization) {
  // TODO: is this refresh token known and unused? Use it up, and give out two new tokens. Has it been used before? ...
  return [501, { error: 'not written yet' }];
}

async function revoke(sent, authorization) {
  // TODO: end the login that this refresh token came from.
  return [501, { error: 'not written yet' }];
}

const ROUTES = {
  'POST /api/users': register,
  'POST /api/login': login,
  'POST /api/chirps': createChirp,
  'POST /api/refresh': refresh,
  'POST /api/revoke': revoke,
};

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8'); // the body as it came: still to be parsed
  const route = ROUTES[`${request.method} ${request.url.split('?')[0]}`];
  const [status, body] = route ? await route(text, request.headers.authorization || '') : [404, { error: 'not found' }];
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
