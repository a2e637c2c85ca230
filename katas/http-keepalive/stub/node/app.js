// Serve request after request on one connection: with node:net, not with node:http.
'use strict';

const net = require('node:net');

const PORT = Number(process.env.PORT);
const IDLE_SECONDS = Number(process.env.IDLE_SECONDS);

const server = net.createServer((socket) => {
  // This function runs once for every client that connects.
  socket.on('data', (received) => {
    console.log(JSON.stringify(received.toString('latin1')));
    // TODO: take one request off the stream, answer it, go on with the next. Begin with R1 of README.md.
    socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n');
  });
  socket.on('error', () => socket.destroy());
});

server.listen(PORT, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${PORT}`));
