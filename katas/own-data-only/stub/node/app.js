// Private notes: everyone sees and changes only what is theirs.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder
const NOT_WRITTEN_YET = [501, { error: 'not written yet' }];

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const [status, body] = await answer(request, Buffer.concat(chunks).toString('utf8'));
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

async function answer(request, text) {
  const [path, search = ''] = request.url.split('?');
  const route = `${request.method} ${path}`;
  // TODO: bring your code from the kata register-login; answer with the account's `id`, and remember whose token it is.
  if (route === 'POST /register') return NOT_WRITTEN_YET;
  if (route === 'POST /login') return NOT_WRITTEN_YET;

  const user = userOf(request.headers.authorization || '');
  // TODO: no user: [401, {...}]. Do it here, before any of the routes below.

  // TODO: the notes of this user; with new URLSearchParams(search).get('q') only those that hold this word.
  if (route === 'GET /notes') return NOT_WRITTEN_YET;
  // TODO: store title, text and the user.
  if (route === 'POST /notes') return NOT_WRITTEN_YET;

  const note = path.match(/^\/notes\/([^/]+)$/);
  // TODO: GET, PUT, PATCH and DELETE of the note with the id note[1] AND this owner.
  if (note) return NOT_WRITTEN_YET;

  // TODO: the comments of a note, /notes/bulk-delete and /me
  return [501, { error: 'not written yet' }];
}

function userOf(authorization) {
  // TODO: find the user whose token this is.
  return undefined;
}

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
