// Read the path and the headers of a request by hand.
'use strict';

const net = require('node:net');

const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 16_384;
const PATIENCE = 30_000; // milliseconds without a byte

function response(status, text, encoding = 'utf8') {
  const body = Buffer.from(text, encoding);
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n') + END_OF_HEAD), body]);
}

// The headers by their names in small letters.
function headersOf(lines) {
  const headers = new Map();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, ''));
  }
  return headers;
}

function echo(encoded) {
  try {
    return response('200 OK', decodeURIComponent(encoded));
  } catch {
    return response('400 Bad Request', 'A % must be followed by two hexadecimal digits, and all of it must be UTF-8.');
  }
}

function answerTo(head) {
  const [requestLine, ...headerLines] = head.split('\r\n');
  const words = requestLine.split(' ');
  if (words.length !== 3) return response('400 Bad Request', 'This is not an HTTP request.');
  const [method, target] = words;
  if (method !== 'GET') return response('501 Not Implemented', 'Only GET is known here.');
  const path = target.split('?')[0];
  if (path.startsWith('/echo/')) return echo(path.slice('/echo/'.length));
  if (path === '/user-agent') return response('200 OK', headersOf(headerLines).get('user-agent') ?? '', 'latin1');
  return response('404 Not Found', 'There is nothing here.');
}

function serve(socket) {
  let buffer = Buffer.alloc(0); // what has arrived so far
  let answered = false;

  socket.on('data', (received) => {
    if (answered) return; // every answer closes: what comes after the first request is not looked at
    buffer = Buffer.concat([buffer, received]);
    const end = buffer.indexOf(END_OF_HEAD);
    if (end !== -1) {
      answered = true;
      socket.end(answerTo(buffer.toString('latin1', 0, end)));
    } else if (buffer.length > LONGEST_HEAD) {
      socket.destroy();
    }
  });
  socket.setTimeout(PATIENCE, () => socket.destroy());
  socket.on('error', () => socket.destroy()); // the client left in the middle
}

net.createServer(serve).listen(Number(process.env.PORT), '127.0.0.1');
