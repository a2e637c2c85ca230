const net = require('node:net');

const server = net.createServer((socket) => {
  let buffer = Buffer.alloc(0);
  const answer = (line) => {
    socket.write(Buffer.concat([Buffer.from(`${line.length} `), line, Buffer.from('\n')]));
  };
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    let end;
    while ((end = buffer.indexOf('\n')) !== -1) {
      answer(buffer.subarray(0, end));
      buffer = buffer.subarray(end + 1);
    }
  });
  socket.on('close', () => {
    if (buffer.length > 0) answer(buffer);
  });
  socket.on('error', () => socket.destroy());
});

server.listen(Number(process.env.PORT), '127.0.0.1');
