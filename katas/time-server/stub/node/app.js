// Tell the time to everybody who connects.
'use strict';

const net = require('node:net');

const PORT = Number(process.env.PORT);

const server = net.createServer((socket) => {
  // This function runs once for every client that connects.
  console.log('a client is here');
  // TODO: send the line that README.md describes (R1).
  socket.write('TODO\n');
});

server.listen(PORT, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${PORT}`));
