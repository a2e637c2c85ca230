// Answer every line with its length in bytes and the line itself.
'use strict';

const net = require('node:net');

const PORT = Number(process.env.PORT);

const server = net.createServer((socket) => {
  // This function runs once for every client that connects.
  socket.on('data', (received) => {
    console.log('a client sent', received);
    // TODO: answer each line. README.md holds the rules; begin with R1.
    socket.end('TODO\n');
  });
});

server.listen(PORT, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${PORT}`));
