// Roles: routes that only admins may use.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder

// TODO: make the account of ADMIN_EMAIL and ADMIN_PASSWORD (both in process.env) when the program starts.

async function register(sent) {
  // TODO: bring your code from the kata sessions, and give the account an id and a role.
  return [501, { error: 'not written yet' }];
}

async function login(sent) {
  // TODO: bring your code from the kata sessions.
  return [501, { error: 'not written yet' }];
}

async function me(sent, cookies) {
  // TODO: id, email and role of whoever is asking.
  return [501, { error: 'not written yet' }];
}

async function listAccounts(sent, cookies) {
  // TODO: for admins only. Where do you ask for the role, so that no route can forget it?
  return [501, { error: 'not written yet' }];
}

// TODO: GET, PATCH and DELETE of /admin/users/{id}
const ROUTES = { 'POST /register': register, 'POST /login': login, 'GET /me': me, 'GET /admin/users': listAccounts };

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
