// Sessions: recognise users by a cookie that only this server can make.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder
const LIFETIME = Number(process.env.SESSION_SECONDS || 3600); // so many seconds is a session good

async function register(sent) {
  // TODO: bring your code from the kata register-login.
  return [501, { error: 'not written yet' }];
}

async function login(sent) {
  // TODO: is the password right? Then make a new random session id, write down whose it is and when it ends,
  //       and send it: return [200, {...}, { 'Set-Cookie': 'session=...' }] with everything that R3 asks for.
  return [501, { error: 'not written yet' }];
}

async function me(sent, cookies) {
  // TODO: find `session=...` among the cookies. Whose is it, and is it still good?
  return [501, { error: 'not written yet' }];
}

async function logout(sent, cookies) {
  // TODO: forget the session here, on the server.
  return [501, { error: 'not written yet' }];
}

const ROUTES = { 'POST /register': register, 'POST /login': login, 'GET /me': me, 'POST /logout': logout };

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
