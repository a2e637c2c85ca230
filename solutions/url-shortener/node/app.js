// Short codes for web addresses, kept in a file with one address a line.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const LARGEST_BODY = 64 * 1024;
const NEWLINE = 10;

// The code of an address is the number of its line. The file only ever grows.
class Codes {
  constructor(file) {
    this.file = fs.openSync(file, 'a+');
    const content = fs.readFileSync(this.file);
    // A kill in the middle of a write leaves half a line. Its code was never given out, so it goes.
    const whole = content.lastIndexOf(NEWLINE) + 1;
    fs.ftruncateSync(this.file, whole);
    this.addresses = content.toString('utf8', 0, whole).split('\n').slice(0, -1);
  }

  // Nothing here waits, so no other request can come in between.
  add(address) {
    fs.appendFileSync(this.file, `${address}\n`);
    fs.fsyncSync(this.file);
    return this.addresses.push(address);
  }

  find(code) {
    return /^[0-9]+$/.test(code) ? this.addresses[Number(code) - 1] : undefined;
  }
}

const codes = new Codes(path.join(process.env.KATA_DATA, 'addresses.txt'));

function isWebAddress(text) {
  if (/[^\x21-\x7e]/.test(text)) return false; // URL drops line ends in silence, so look before it does
  if (!/^https?:\/\//.test(text)) return false;
  try {
    return new URL(text).host !== '';
  } catch {
    return false;
  }
}

async function readForm(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) return new URLSearchParams();
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8')); // decodes, once
}

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  const [, api, name, code, ...rest] = request.url.split('?')[0].split('/');
  if (api !== 'api' || name !== 'shorturl' || rest.length > 0) return sendJson(response, 404, { error: 'not found' });

  if (request.method === 'POST' && !code) {
    const address = (await readForm(request)).get('url') ?? '';
    if (!isWebAddress(address)) return sendJson(response, 200, { error: 'invalid url' });
    return sendJson(response, 200, { original_url: address, short_url: codes.add(address) });
  }

  const address = request.method === 'GET' && code ? codes.find(code) : undefined;
  if (!address) return sendJson(response, 404, { error: 'not found' });
  response.writeHead(302, { Location: address }).end();
});

server.listen(Number(process.env.PORT), '127.0.0.1');
