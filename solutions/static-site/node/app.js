// Serve the files of one folder, and nothing from beside it.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');

const PUBLIC = path.join(fs.realpathSync(process.env.KATA_DATA), 'public');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

class HttpError extends Error {
  constructor(status) {
    super(http.STATUS_CODES[status]);
    this.status = status;
  }
}

// The file that a path leads to in the end, if everybody may see it.
async function publicFile(target) {
  let name = decoded(target.split('?')[0]);
  if (name.endsWith('/')) name += 'index.html';
  const file = await fs.promises.realpath(path.join(PUBLIC, name)).catch(() => { // follows every .. and every link
    throw new HttpError(404);
  });
  const inside = path.relative(PUBLIC, file).split(path.sep);
  // A file outside begins with `..`, a hidden one or its folder with `.`: both are not for everybody.
  if (path.isAbsolute(inside[0]) || inside.some((part) => part.startsWith('.'))) throw new HttpError(404);
  return file;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpError(400);
  }
}

async function serve(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpError(405);
  const file = await publicFile(request.url);
  const handle = await fs.promises.open(file);
  try {
    await send(request, response, file, handle);
  } finally {
    await handle.close();
  }
}

async function send(request, response, file, handle) {
  const facts = await handle.stat();
  if (!facts.isFile()) throw new HttpError(404);
  // What the system knows of a file without reading it; one of the two changes whenever the file does.
  const etag = `"${facts.mtimeMs}-${facts.size}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Accept-Ranges', 'bytes');
  if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();

  response.setHeader('Content-Type', TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream');
  const range = rangeOf(request.headers.range, facts.size);
  if (range && range.first >= facts.size) {
    response.setHeader('Content-Range', `bytes */${facts.size}`);
    return response.writeHead(416).end();
  }
  const { first, last } = range ?? { first: 0, last: facts.size - 1 };
  if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${facts.size}`);
  response.writeHead(range ? 206 : 200, { 'Content-Length': last - first + 1 });
  if (request.method === 'HEAD' || last < first) return response.end();
  // Piece by piece, as fast as the client takes it. A client that leaves in the middle is no error of ours.
  await pipeline(handle.createReadStream({ start: first, end: last, autoClose: false }), response).catch(() => {});
}

// `bytes=2-4`, `bytes=5-` or `bytes=-3`; undefined for everything else, which then gets the whole file.
function rangeOf(header, size) {
  const [, from, to] = header?.match(/^bytes=([0-9]*)-([0-9]*)$/) ?? [];
  if (!from && !to) return undefined;
  if (!from) return { first: Math.max(0, size - Number(to)), last: size - 1 };
  return { first: Number(from), last: to ? Math.min(Number(to), size - 1) : size - 1 };
}

const server = http.createServer((request, response) => {
  serve(request, response).catch((error) => {
    if (!(error instanceof HttpError)) console.error(error);
    if (response.headersSent) return response.destroy(); // too late to say anything
    response.writeHead(error.status ?? 500, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(error.status ? error.message : 'Something broke here');
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
