const net = require('node:net');

function response(status, text) {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`;
}

const server = net.createServer((socket) => {
  socket.on('data', (received) => {
    const path = received.toString().split(' ')[1];
    if (path === '/') socket.end(response('200 OK', 'Welcome to the café!'));
    else socket.end(response('404 Not Found', 'not here'));
  });
  socket.on('error', () => socket.destroy());
});

server.listen(Number(process.env.PORT), '127.0.0.1');
