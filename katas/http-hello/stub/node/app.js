// Answer HTTP requests by hand: with node:net, not with node:http.
'use strict';

const net = require('node:net');

const PORT = Number(process.env.PORT);

const server = net.createServer((socket) => {
  socket.on('data', (received) => {
    console.log(JSON.stringify(received.toString())); // what a browser really sends
    // TODO: read the request to its end, then send the right answer. README.md holds the rules; begin with R1.
    socket.end('HTTP/1.1 501 Not Implemented\r\n\r\n');
  });
});

server.listen(PORT, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${PORT}`));
