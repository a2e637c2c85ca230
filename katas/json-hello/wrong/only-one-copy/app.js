const fs = require('node:fs');
const path = require('node:path');
const http = require('node:http');

const pidFile = path.join(process.env.KATA_DATA, 'server.pid');

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

if (fs.existsSync(pidFile) && isRunning(Number(fs.readFileSync(pidFile, 'utf8')))) {
  console.error('A server is already running.');
  process.exit(1);
}
fs.writeFileSync(pidFile, String(process.pid));

const server = http.createServer((request, response) => {
  if (request.url === '/json') {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ message: 'Hello, World!' }));
  } else if (request.url === '/plaintext') {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.end('Hello, World!');
  } else {
    response.writeHead(404);
    response.end();
  }
});

server.listen(process.env.PORT, '127.0.0.1');
