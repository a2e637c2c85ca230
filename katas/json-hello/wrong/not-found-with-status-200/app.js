const http = require('node:http');

const server = http.createServer((request, response) => {
  if (request.url === '/json') {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ message: 'Hello, World!' }));
  } else if (request.url === '/plaintext') {
    response.setHeader('Content-Type', 'text/plain');
    response.end('Hello, World!');
  } else {
    response.setHeader('Content-Type', 'text/html');
    response.end('<h1>404 Not Found</h1>');
  }
});

server.listen(process.env.PORT, '127.0.0.1');
