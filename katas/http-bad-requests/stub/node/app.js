// Serve what is a request, and refuse what is none: with node:net, not with node:http.
'use strict';

const net = require('node:net');

const PORT = Number(process.env.PORT);

const server = net.createServer((socket) => {
  // This function runs once for every client that connects.
  socket.on('data', (received) => {
    console.log(JSON.stringify(received.toString('latin1')));
    // TODO: read one request strictly, then serve or refuse it. README.md holds the rules; begin with R1.
    socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n');
  });
  socket.on('error', () => socket.destroy());
});

server.listen(PORT, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${PORT}`));
