// Serve request after request on one connection.
'use strict';

const net = require('node:net');

const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 16_384;
const LARGEST_BODY = 8_000_000;
const IDLE_SECONDS = Number(process.env.IDLE_SECONDS);

function response(status, body = Buffer.alloc(0)) {
  const head = [`HTTP/1.1 ${status}`, 'Content-Type: application/octet-stream', `Content-Length: ${body.length}`];
  return Buffer.concat([Buffer.from(head.join('\r\n') + END_OF_HEAD), body]);
}

function refusal(status) {
  return Object.assign(new Error(status), { status });
}

// Method, path, headers and the length of the body.
function readHead(head) {
  const [requestLine, ...headerLines] = head.split('\r\n');
  const words = requestLine.split(' ');
  if (words.length !== 3) throw refusal('400 Bad Request');
  const headers = new Map();
  for (const line of headerLines) {
    const [name] = line.split(':', 1);
    headers.set(name.toLowerCase(), line.slice(name.length + 1).trim());
  }
  const [method, path, version] = words;
  const isLast = version === 'HTTP/1.0' || headers.get('connection')?.toLowerCase() === 'close';
  return { method, path, isLast, length: bodyLength(headers) };
}

function bodyLength(headers) {
  const digits = headers.get('content-length') ?? '0';
  if (!/^[0-9]+$/.test(digits) || headers.has('transfer-encoding')) throw refusal('400 Bad Request');
  if (Number(digits) > LARGEST_BODY) throw refusal('413 Content Too Large');
  return Number(digits);
}

// Take the first whole request off the front of the bytes: [request, rest], or nothing while it is not all there.
function takeRequest(buffer) {
  const endOfHead = buffer.indexOf(END_OF_HEAD);
  if (endOfHead === -1) {
    if (buffer.length > LONGEST_HEAD) throw refusal('431 Request Header Fields Too Large');
    return undefined;
  }
  const request = readHead(buffer.toString('latin1', 0, endOfHead));
  const start = endOfHead + END_OF_HEAD.length;
  const end = start + request.length;
  if (buffer.length < end) return undefined;
  request.body = buffer.subarray(start, end);
  return [request, buffer.subarray(end)];
}

function answerTo({ method, path, body }) {
  if (method === 'GET' && path.startsWith('/echo/')) {
    return response('200 OK', Buffer.from(path.slice('/echo/'.length), 'latin1'));
  }
  if (method === 'POST' && path === '/echo') return response('200 OK', body);
  return response('404 Not Found', Buffer.from('There is nothing here.'));
}

function serve(socket) {
  let buffer = Buffer.alloc(0); // has arrived, and belongs to no request yet

  const answerAll = () => {
    let taken;
    while ((taken = takeRequest(buffer))) {
      const [request, rest] = taken;
      buffer = rest;
      socket.write(answerTo(request));
      if (request.isLast) return socket.end();
    }
  };

  socket.on('data', (received) => {
    if (socket.writableEnded) return; // we have said goodbye: what still comes is not looked at
    buffer = Buffer.concat([buffer, received]);
    try {
      answerAll();
    } catch (error) {
      if (!error.status) throw error;
      socket.end(response(error.status));
    }
  });
  socket.setTimeout(IDLE_SECONDS * 1000, () => socket.destroy());
  socket.on('error', () => socket.destroy()); // the client broke the connection off
}

net.createServer(serve).listen(Number(process.env.PORT), '127.0.0.1');
