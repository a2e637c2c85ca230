// Answer every line with its length in bytes and the line itself.
'use strict';

const net = require('node:net');

const NEWLINE = 10;
const LONGEST_LINE = 1_000_000;

function answerTo(line) {
  return Buffer.concat([Buffer.from(`${line.length} `), line, Buffer.from('\n')]);
}

function serve(socket) {
  let buffer = Buffer.alloc(0); // what has arrived but is not answered yet

  socket.on('data', (received) => {
    buffer = Buffer.concat([buffer, received]);
    let start = 0;
    let end;
    while ((end = buffer.indexOf(NEWLINE, start)) !== -1) {
      socket.write(answerTo(buffer.subarray(start, end)));
      start = end + 1;
    }
    buffer = buffer.subarray(start);
    if (buffer.length > LONGEST_LINE) socket.destroy(); // no end of the line in sight: do not fill the memory with it
    if (socket.writableNeedDrain) socket.pause(); // the client does not read: stop listening until it does
  });
  socket.on('drain', () => socket.resume());
  socket.on('end', () => {
    if (buffer.length > 0) socket.write(answerTo(buffer));
    socket.end();
  });
  socket.on('error', () => socket.destroy()); // the client left in the middle: nobody is there to be told
}

// allowHalfOpen: a client that has finished sending still gets its answers.
const server = net.createServer({ allowHalfOpen: true }, serve);
server.listen(Number(process.env.PORT), '127.0.0.1');
