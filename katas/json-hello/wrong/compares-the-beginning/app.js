const http = require('node:http');

const server = http.createServer((request, response) => {
  if (request.url.startsWith('/json')) {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ message: 'Hello, World!' }));
  } else if (request.url.startsWith('/plaintext')) {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.end('Hello, World!');
  } else {
    response.writeHead(404);
    response.end();
  }
});

server.listen(process.env.PORT, '127.0.0.1');
