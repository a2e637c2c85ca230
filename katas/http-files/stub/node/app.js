// Receive files and give them back: with node:net, not with node:http.
'use strict';

const net = require('node:net');

const PORT = Number(process.env.PORT);
const FOLDER = process.env.KATA_DATA; // what you put into this folder is still there the next time

const server = net.createServer((socket) => {
  socket.on('data', (received) => {
    console.log(received.length, 'bytes came'); // the head, or a part of the body, or both
    // TODO: read the head and the whole body, then keep it in FOLDER or give it back. Begin with R1 of README.md.
    socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n');
  });
  socket.on('error', () => socket.destroy());
});

server.listen(PORT, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${PORT}`));
