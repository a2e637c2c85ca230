// Only the fields you mean: lists of what may come in and of what may go out.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder

async function register(sent, cookies) {
  // TODO: make an account of email, password and name. Which other fields may a request set?
  return [501, { error: 'not written yet' }];
}

async function login(sent, cookies) {
  // TODO: bring your code from the kata sessions.
  return [501, { error: 'not written yet' }];
}

async function me(sent, cookies) {
  // TODO: show the own account: exactly the fields that its owner may see.
  return [501, { error: 'not written yet' }];
}

async function changeMe(sent, cookies) {
  // TODO: change name, email or both, and nothing else.
  return [501, { error: 'not written yet' }];
}

async function listUsers(sent, cookies) {
  // TODO: id and name of everybody, and nothing else.
  return [501, { error: 'not written yet' }];
}

// TODO: GET /users/{id}
const ROUTES = {
  'POST /register': register,
  'POST /login': login,
  'GET /me': me,
  'PATCH /me': changeMe,
  'GET /users': listUsers,
};

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8'); // the body as it came: still to be parsed
  const route = ROUTES[`${request.method} ${request.url.split('?')[0]}`];
  const [status, body, headers] = route
    ? await route(text, request.headers.cookie || '')
    : [404, { error: 'not found' }];
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
