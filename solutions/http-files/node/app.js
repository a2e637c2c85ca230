// Receive files and give them back.
'use strict';

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 16_384;
const LARGEST_BODY = 8_000_000;
const PATIENCE = 30_000; // milliseconds without a byte

const FILES = path.join(process.env.KATA_DATA, 'files');
const UPLOADS = path.join(process.env.KATA_DATA, 'uploads'); // not whole yet

let lastUpload = 0;

function response(status, body = Buffer.alloc(0)) {
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/octet-stream',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n') + END_OF_HEAD), body]);
}

// What the head says: method, path and the length of the body, or the status with which it is refused.
function readHead(head) {
  const [requestLine, ...headerLines] = head.split('\r\n');
  const words = requestLine.split(' ');
  if (words.length !== 3) return { refused: '400 Bad Request' };
  const request = { method: words[0], path: words[1].split('?')[0], length: 0 };
  for (const line of headerLines) {
    const found = /^content-length:[ \t]*(\S*)[ \t]*$/i.exec(line);
    if (!found) continue;
    if (!/^[0-9]+$/.test(found[1])) return { refused: '400 Bad Request' };
    request.length = Number(found[1]);
  }
  return request.length > LARGEST_BODY ? { refused: '413 Content Too Large' } : request;
}

// Where the file of this path lies, always directly in our folder; undefined if the name is none.
function placeOf(requestPath) {
  let name;
  try {
    name = decodeURIComponent(requestPath.slice('/files/'.length));
  } catch {
    return undefined;
  }
  if (['', '.', '..'].includes(name) || /[/\\\0]/.test(name) || Buffer.byteLength(name) > 255) return undefined;
  return path.join(FILES, name);
}

// Write the file beside its place, and move it there when it is whole.
function keep(place, body) {
  lastUpload += 1;
  const upload = path.join(UPLOADS, String(lastUpload));
  fs.writeFileSync(upload, body);
  fs.renameSync(upload, place);
}

function answerTo(request, body) {
  if (!request.path.startsWith('/files/')) return response('404 Not Found');
  const place = placeOf(request.path);
  if (place === undefined) return response('400 Bad Request');
  if (request.method === 'POST') {
    keep(place, body);
    return response('201 Created');
  }
  if (request.method !== 'GET') return response('501 Not Implemented');
  return fs.existsSync(place) ? response('200 OK', fs.readFileSync(place)) : response('404 Not Found');
}

function serve(socket) {
  let pieces = []; // of the head, and after it of the body
  let size = 0;
  let request; // what the head says, once it is there
  let answered = false;

  const answer = (content) => {
    answered = true;
    socket.end(content);
  };

  const lookForTheHead = () => {
    const buffer = Buffer.concat(pieces);
    const end = buffer.indexOf(END_OF_HEAD);
    if (end === -1) {
      if (size > LONGEST_HEAD) answer(response('431 Request Header Fields Too Large'));
      return;
    }
    request = readHead(buffer.toString('latin1', 0, end));
    pieces = [buffer.subarray(end + END_OF_HEAD.length)];
    size = pieces[0].length;
    if (request.refused) answer(response(request.refused));
  };

  socket.on('data', (received) => {
    if (answered) return; // every answer closes: what comes after the first request is not looked at
    pieces.push(received);
    size += received.length;
    if (!request) lookForTheHead();
    if (!answered && request && size >= request.length) {
      answer(answerTo(request, Buffer.concat(pieces).subarray(0, request.length)));
    }
  });
  socket.setTimeout(PATIENCE, () => socket.destroy());
  socket.on('error', () => socket.destroy()); // the client left in the middle
}

fs.mkdirSync(FILES, { recursive: true });
fs.mkdirSync(UPLOADS, { recursive: true });
net.createServer(serve).listen(Number(process.env.PORT), '127.0.0.1');
