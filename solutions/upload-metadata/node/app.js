// Say what was uploaded: the name, the type and the size of a file.
'use strict';

const http = require('node:http');

const LARGEST_BODY = 2_000_000;

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function analyse(request) {
  const file = partsOf(await readBody(request), boundaryOf(request)).find(isTheFile);
  if (!file) throw new Refusal(400, 'Send a file in the field upfile.');
  return { name: file.filename.split('/').pop(), type: file.type, size: file.content.length };
}

function isTheFile({ name, filename }) {
  return name === 'upfile' && filename !== undefined;
}

// --- multipart/form-data, taken apart as bytes ---

function boundaryOf(request) {
  const [, quoted, plain] = (request.headers['content-type'] ?? '').match(/^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i) ?? [];
  if (!quoted && !plain) throw new Refusal(415, 'Send multipart/form-data.');
  return quoted ?? plain;
}

// Between two delimiters lies a part. The line end before a delimiter belongs to it, and not to the file.
function partsOf(body, boundary) {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const bytes = Buffer.concat([Buffer.from('\r\n'), body]); // so that the first delimiter looks like the others
  const parts = [];
  let start = bytes.indexOf(delimiter);
  while (start >= 0) {
    const end = bytes.indexOf(delimiter, start + delimiter.length);
    if (end >= 0) parts.push(partOf(bytes.subarray(start + delimiter.length, end)));
    start = end;
  }
  return parts;
}

// The head is text in UTF-8, the content stays bytes.
function partOf(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('utf8', 0, headEnd);
  return {
    name: head.match(/[;\s]name="([^"]*)"/i)?.[1],
    filename: head.match(/[;\s]filename="([^"]*)"/i)?.[1],
    type: head.match(/^content-type:\s*([^;\r\n]*)/im)?.[1].trim() ?? 'application/octet-stream',
    content: bytes.subarray(headEnd + 4),
  };
}

// --- HTTP ---

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Refusal(413, `A body has at most ${LARGEST_BODY} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  try {
    if (request.url.split('?')[0] !== '/api/fileanalyse') throw new Refusal(404, 'There is nothing here.');
    if (request.method !== 'POST') throw new Refusal(405, 'Send a file with POST.');
    sendJson(response, 200, await analyse(request));
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const { status, message } = error instanceof Refusal ? error : { status: 500, message: 'Something broke here.' };
    // After 413 the rest of the body is never read, so this connection cannot be used again.
    sendJson(response, status, { error: message }, status === 413 ? { Connection: 'close' } : {});
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1');
