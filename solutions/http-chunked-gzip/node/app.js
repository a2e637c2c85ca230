// Read bodies that come in chunks, and compress answers.
'use strict';

const net = require('node:net');
const zlib = require('node:zlib');

const LONGEST_HEAD = 16_384;
const LONGEST_LINE = 1024; // of a chunk: its size and extensions
const LARGEST_BODY = 8_000_000;
const PATIENCE = 30_000; // milliseconds without a byte

// Thrown where a mistake is found, caught where the answer is sent.
class Refused extends Error {}

// What one client sends, handed out in exactly the portions that are asked for.
class Stream {
  constructor(socket) {
    this.pieces = socket[Symbol.asyncIterator]();
    this.buffer = Buffer.alloc(0); // has arrived, and belongs to nobody yet
    this.isGone = false; // the client has closed its end
  }

  // Everything before a mark; the mark itself is taken away.
  async takeUntil(mark, longest) {
    let end;
    while ((end = this.buffer.indexOf(mark)) === -1) {
      if (this.buffer.length > longest) throw new Refused('400 Bad Request');
      await this.receive();
    }
    const taken = await this.take(end + mark.length);
    return taken.toString('latin1', 0, end);
  }

  async take(count) {
    while (this.buffer.length < count) await this.receive();
    const taken = this.buffer.subarray(0, count);
    this.buffer = this.buffer.subarray(count);
    return taken;
  }

  async receive() {
    const { value, done } = await this.pieces.next();
    this.isGone = Boolean(done);
    if (done) throw new Error('the client has closed its end');
    this.buffer = Buffer.concat([this.buffer, value]);
  }
}

async function takeRequest(stream) {
  const [requestLine, ...headerLines] = (await stream.takeUntil('\r\n\r\n', LONGEST_HEAD)).split('\r\n');
  const words = requestLine.split(' ');
  if (words.length !== 3) throw new Refused('400 Bad Request');
  const headers = new Map();
  for (const line of headerLines) {
    const [name] = line.split(':', 1);
    headers.set(name.toLowerCase(), line.slice(name.length + 1).trim());
  }
  const [method, path, version] = words;
  const isLast = version === 'HTTP/1.0' || headers.get('connection')?.toLowerCase() === 'close';
  return { method, path, headers, isLast, body: await takeBody(stream, headers) };
}

async function takeBody(stream, headers) {
  const coding = headers.get('transfer-encoding');
  if (coding === undefined) return stream.take(allowed(declaredLength(headers)));
  if (coding.toLowerCase() !== 'chunked') throw new Refused('501 Not Implemented');
  if (headers.has('content-length')) throw new Refused('400 Bad Request'); // two ways to count: which one is meant?
  return takeChunks(stream);
}

function declaredLength(headers) {
  const digits = headers.get('content-length') ?? '0';
  if (!/^[0-9]+$/.test(digits)) throw new Refused('400 Bad Request');
  return Number(digits);
}

async function takeChunks(stream) {
  const chunks = [];
  let total = 0;
  let size;
  while ((size = chunkSize(await stream.takeUntil('\r\n', LONGEST_LINE))) > 0) {
    total = allowed(total + size);
    chunks.push(await stream.take(size));
    if ((await stream.take(2)).toString('latin1') !== '\r\n') throw new Refused('400 Bad Request');
  }
  while ((await stream.takeUntil('\r\n', LONGEST_HEAD)) !== ''); // trailers; the blank line ends them
  return Buffer.concat(chunks);
}

function chunkSize(line) {
  const parts = /^([0-9a-f]{1,16})[ \t]*(;.*)?$/i.exec(line);
  if (!parts) throw new Refused('400 Bad Request');
  return parseInt(parts[1], 16);
}

function allowed(size) {
  if (size > LARGEST_BODY) throw new Refused('413 Content Too Large');
  return size;
}

function answerTo({ method, path, headers, body }) {
  const headOnly = method === 'HEAD';
  if (method === 'POST' && path === '/echo') return response('200 OK', {}, body);
  if (!['GET', 'HEAD'].includes(method) || !path.startsWith('/echo/')) {
    return response('404 Not Found', {}, Buffer.from('There is nothing here.'), headOnly);
  }
  const text = Buffer.from(path.slice('/echo/'.length), 'latin1');
  const vary = { Vary: 'Accept-Encoding' };
  if (!acceptsGzip(headers.get('accept-encoding') ?? '')) return response('200 OK', vary, text, headOnly);
  return response('200 OK', { ...vary, 'Content-Encoding': 'gzip' }, zlib.gzipSync(text), headOnly);
}

function acceptsGzip(acceptEncoding) {
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name, ...parameters] = part.split(';').map((piece) => piece.trim());
    if (name === 'gzip') return !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  }
  return false;
}

function response(status, headers, body = Buffer.alloc(0), headOnly = false) {
  const all = { 'Content-Type': 'application/octet-stream', 'Content-Length': body.length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
  return headOnly ? head : Buffer.concat([head, body]);
}

async function serve(socket) {
  socket.setTimeout(PATIENCE, () => socket.destroy());
  const stream = new Stream(socket);
  try {
    let request;
    do {
      request = await takeRequest(stream);
      socket.write(answerTo(request));
    } while (!request.isLast);
  } catch (error) {
    if (error instanceof Refused) socket.write(response(error.message, {}));
    else if (!stream.isGone && !socket.destroyed) console.error(error); // a mistake of ours
  }
  socket.end();
}

// allowHalfOpen: a client that has finished sending still gets its answers.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy()); // the client broke the connection off
  serve(socket);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
