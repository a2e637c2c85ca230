// Read the path and the headers of a request by hand: with node:net, not with node:http.
'use strict';

const net = require('node:net');

const PORT = Number(process.env.PORT);

// The whole answer to a request with this head (its lines up to the blank line).
function answerTo(head) {
  console.log(JSON.stringify(head)); // what a browser really sends
  // TODO: look at the request line and the headers, then build the answer. README.md holds the rules; begin with R1.
  return 'HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n';
}

const server = net.createServer((socket) => {
  socket.on('data', (received) => {
    // TODO: collect up to the blank line, as in the kata before this one (R10).
    socket.end(answerTo(received.toString('latin1')));
  });
  socket.on('error', () => socket.destroy());
});

server.listen(PORT, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${PORT}`));
