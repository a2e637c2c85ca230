const net = require('node:net');

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let buffer = '';
  socket.on('data', (chunk) => {
    buffer += chunk;
    const lines = buffer.split('\n');
    buffer = lines.pop();
    for (const line of lines) {
      socket.write(`${line.length} ${line}\n`);
    }
  });
  socket.on('end', () => {
    if (buffer) socket.write(`${buffer.length} ${buffer}\n`);
    socket.end();
  });
  socket.on('error', () => socket.destroy());
});

server.listen(Number(process.env.PORT), '127.0.0.1');
