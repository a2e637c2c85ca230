const net = require('node:net');

function response(status, text) {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

const server = net.createServer((socket) => {
  let buffer = '';
  socket.on('data', (received) => {
    buffer += received.toString('latin1');
    while (buffer.includes('\r\n\r\n')) {
      const path = buffer.split(' ')[1];
      buffer = buffer.slice(buffer.indexOf('\r\n\r\n') + 4);
      if (path === '/') socket.write(response('200 OK', 'Welcome to the café!'));
      else socket.write(response('404 Not Found', 'not here'));
    }
  });
  socket.on('error', () => socket.destroy());
});

server.listen(Number(process.env.PORT), '127.0.0.1');
