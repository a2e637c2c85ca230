// Move money: transfers that happen completely or not at all.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA || '.'; // your data file goes into this folder

async function openAccount(sent) {
  // TODO: check the balance, store it, answer with 201, the id and the balance.
  return [501, { error: 'not written yet' }];
}

async function showAccount(sent, id) {
  // TODO: the id and the balance, or 404.
  return [501, { error: 'not written yet' }];
}

async function transfer(sent) {
  // TODO: check everything, then store the whole transfer at once.
  return [501, { error: 'not written yet' }];
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8'); // the body as it came: still to be parsed
  const [, first, id] = request.url.split('?')[0].split('/');
  let [status, body] = [404, { error: 'not found' }];
  if (request.method === 'POST' && first === 'accounts') [status, body] = await openAccount(text);
  if (request.method === 'GET' && first === 'accounts') [status, body] = await showAccount(text, id);
  if (request.method === 'POST' && first === 'transfers') [status, body] = await transfer(text);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
