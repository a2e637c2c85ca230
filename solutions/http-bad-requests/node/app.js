// Serve what is a request, and refuse what is none.
'use strict';

const net = require('node:net');

const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 32_768;
const LARGEST_BODY = 8_000_000;
const PATIENCE = 30_000; // milliseconds without a byte
const GOODBYE = 1000; // milliseconds for the client to read our refusal

const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/;

// Thrown where a mistake is found, caught where the answer is sent.
class Refused extends Error {}

function readHead(head) {
  const [requestLine, ...headerLines] = head.split('\r\n');
  const words = requestLine.split(' ');
  if (words.length !== 3 || words.includes('')) throw new Refused('400 Bad Request');
  const [method, path, version] = words;
  if (version !== 'HTTP/1.0' && version !== 'HTTP/1.1') throw new Refused('505 HTTP Version Not Supported');
  return { method, path, length: bodyLength(headersOf(headerLines), version) };
}

// All values of each header, by its name in small letters.
function headersOf(lines) {
  const headers = new Map();
  for (const line of lines) {
    const parts = HEADER_LINE.exec(line);
    if (!parts) throw new Refused('400 Bad Request');
    const name = parts[1].toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), parts[2].replace(/^[ \t]+|[ \t]+$/g, '')]);
  }
  return headers;
}

// How long the body is, if the headers agree about it and about whom they are for.
function bodyLength(headers, version) {
  const hosts = headers.get('host')?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && version === 'HTTP/1.1')) throw new Refused('400 Bad Request');
  if (headers.has('transfer-encoding')) throw new Refused('501 Not Implemented'); // another form than we know
  const lengths = new Set(headers.get('content-length') ?? ['0']);
  const [length] = lengths;
  if (lengths.size > 1 || !/^[0-9]+$/.test(length)) throw new Refused('400 Bad Request');
  if (Number(length) > LARGEST_BODY) throw new Refused('413 Content Too Large');
  return Number(length);
}

function answerTo({ method, path }, body) {
  if (path !== '/') return response('404 Not Found', 'There is nothing here.');
  if (method === 'GET') return response('200 OK', 'Welcome!');
  if (method === 'POST') return response('200 OK', body);
  return response('501 Not Implemented', 'Only GET and POST are known here.');
}

function response(status, content = '') {
  const body = Buffer.from(content);
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/octet-stream',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n') + END_OF_HEAD), body]);
}

function serve(socket) {
  let buffer = Buffer.alloc(0); // what has arrived so far
  let request; // what the head says, once it is there
  let answered = false;

  const understand = () => {
    if (!request) {
      const end = buffer.indexOf(END_OF_HEAD);
      if (end === -1 && buffer.length > LONGEST_HEAD) throw new Refused('431 Request Header Fields Too Large');
      if (end === -1) return undefined;
      request = readHead(buffer.toString('latin1', 0, end));
      buffer = buffer.subarray(end + END_OF_HEAD.length);
    }
    return buffer.length < request.length ? undefined : answerTo(request, buffer.subarray(0, request.length));
  };

  const answer = (content) => {
    answered = true;
    socket.end(content);
    // What still comes is read and thrown away for a moment: closing earlier may destroy the answer on its way.
    setTimeout(() => socket.destroy(), GOODBYE);
  };

  socket.on('data', (received) => {
    if (answered) return;
    buffer = Buffer.concat([buffer, received]);
    try {
      const content = understand();
      if (content) answer(content);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answer(response(error.message));
    }
  });
  socket.setTimeout(PATIENCE, () => socket.destroy());
  socket.on('error', () => socket.destroy()); // the client left in the middle
}

net.createServer(serve).listen(Number(process.env.PORT), '127.0.0.1');
