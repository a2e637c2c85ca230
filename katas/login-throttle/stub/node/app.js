// Slow the guesser: a login that counts wrong passwords.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder
const LOCK_SECONDS = Number(process.env.LOCK_SECONDS || 900); // so long is an e-mail locked

async function register(sent) {
  // TODO: bring your code from the kata register-login.
  return [501, { error: 'not written yet' }];
}

async function login(sent) {
  // TODO: is this e-mail locked? Then [429, {...}, { 'Retry-After': '...' }]. Else count, check the password, answer.
  return [501, { error: 'not written yet' }];
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8'); // the body as it came: still to be parsed
  let [status, body, headers] = [404, { error: 'not found' }];
  if (request.method === 'POST' && request.url === '/register') [status, body, headers] = await register(text);
  if (request.method === 'POST' && request.url === '/login') [status, body, headers] = await login(text);
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
