const net = require('node:net');

let buffer = Buffer.alloc(0);

function answer(socket, line) {
  socket.write(Buffer.concat([Buffer.from(`${line.length} `), line, Buffer.from('\n')]));
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    let end;
    while ((end = buffer.indexOf('\n')) !== -1) {
      answer(socket, buffer.subarray(0, end));
      buffer = buffer.subarray(end + 1);
    }
  });
  socket.on('end', () => {
    if (buffer.length > 0) answer(socket, buffer);
    buffer = Buffer.alloc(0);
    socket.end();
  });
  socket.on('error', () => {
    buffer = Buffer.alloc(0);
    socket.destroy();
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
