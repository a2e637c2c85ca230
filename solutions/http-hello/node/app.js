// Answer HTTP requests by hand.
'use strict';

const net = require('node:net');

const GREETING = 'Welcome to the café!';
const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 16_384;
const PATIENCE = 30_000; // milliseconds without a byte

function response(status, text) {
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  return head.join('\r\n') + END_OF_HEAD + text; // a string is written as UTF-8
}

function answerTo(head) {
  const words = head.split('\r\n')[0].split(' ');
  if (words.length !== 3) return response('400 Bad Request', 'This is not an HTTP request.');
  const [method, target] = words;
  const path = target.split('?')[0];
  if (path !== '/') return response('404 Not Found', 'There is nothing here.');
  if (method !== 'GET') return response('501 Not Implemented', 'Only GET is known here.');
  return response('200 OK', GREETING);
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
