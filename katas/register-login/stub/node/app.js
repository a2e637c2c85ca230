// Register and log in: store passwords so that nobody can read them.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder

async function register(sent) {
  // TODO: check what was sent, then store the e-mail with a salted, slow hash of the password (never the password).
  //       Node has one built in: crypto.scrypt(password, salt, 64, callback)
  return [501, { error: 'not written yet' }];
}

async function login(sent) {
  // TODO: hash the password again with the stored salt and compare. Right: 200 and a token. Else: 401.
  return [501, { error: 'not written yet' }];
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8'); // the body as it came: still to be parsed
  let [status, body] = [404, { error: 'not found' }];
  if (request.method === 'POST' && request.url === '/register') [status, body] = await register(text);
  if (request.method === 'POST' && request.url === '/login') [status, body] = await login(text);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
