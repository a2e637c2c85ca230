// Previews of pages that strangers name, without opening our own network to the strangers.
'use strict';

const dns = require('node:dns');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');

const ALLOWED_ORIGIN = (process.env.ALLOWED_ORIGIN || '').toLowerCase();
const CLIENTS = { 'http:': [http, 80], 'https:': [https, 443] };
const SIZE_LIMIT = 1_000_000;
const BODY_LIMIT = 64 * 1024;
const MILLISECONDS = 2000;
const BEGINNING = /^https?:\/\//i;
const TITLE = /<title[^<>]*>([^<]*)<\/title/i;

const IPV4_INSIDE = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 3],
];
const inside = new net.BlockList();
for (const [start, bits] of IPV4_INSIDE) inside.addSubnet(start, bits, 'ipv4');
// Public IPv6 is 2000::/3, without the tunnels (Teredo, 6to4) that hide another address in theirs.
const outside = new net.BlockList();
outside.addSubnet('2000::', 3, 'ipv6');
for (const [start, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16]]) inside.addSubnet(start, bits, 'ipv6');

class Refusal extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

async function preview(sent) {
  const url = parsed(sent?.url);
  const signal = AbortSignal.timeout(MILLISECONDS); // one clock for all of it: name, connection, head and body
  try {
    const page = await Promise.race([fetchPage(url, signal), end(signal)]);
    const found = TITLE.exec(page);
    return [200, { url: sent.url, title: found && found[1].trim() }];
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(signal.aborted ? 504 : 502, 'the page could not be fetched');
  }
}

// The URL is taken apart once. From here on only its parts are used, so nothing can read it in another way.
function parsed(text) {
  if (typeof text !== 'string' || text.length > 2000 || !URL.canParse(text)) throw new Refusal(422, 'this is no URL');
  // The parser itself would put in slashes that are missing.
  if (!BEGINNING.test(text)) throw new Refusal(422, 'url must begin with http:// or https://');
  const url = new URL(text);
  if (!(url.protocol in CLIENTS)) throw new Refusal(422, 'url must begin with http: or https:');
  if (url.username || url.password || text.includes('\\')) throw new Refusal(422, 'a name before the host is not welcome');
  return url;
}

// It is the address that is judged, whatever the host is called.
async function addressOf(url, port) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = await dns.promises.lookup(host, { all: true });
  const isAllowed = `${url.hostname}:${port}` === ALLOWED_ORIGIN;
  if (!isAllowed && !found.every(isPublic)) throw new Refusal(403, 'this address is not public');
  return found[0].address;
}

function isPublic({ address, family }) {
  if (family === 4) return !inside.check(address, 'ipv4');
  return outside.check(address, 'ipv6') && !inside.check(address, 'ipv6');
}

async function fetchPage(url, signal) {
  const [client, usualPort] = CLIENTS[url.protocol];
  const port = Number(url.port || usualPort);
  const options = {
    host: await addressOf(url, port), // the address that was judged: the name is not looked up a second time
    port,
    path: url.pathname + url.search,
    headers: { Host: url.host, Accept: 'text/html' },
    agent: false,
    signal,
  };
  if (!net.isIP(url.hostname)) options.servername = url.hostname;
  const response = await answerTo(client.get(options));
  try {
    return await readPage(response);
  } finally {
    response.destroy();
  }
}

function answerTo(request) {
  return new Promise((resolve, reject) => request.on('response', resolve).on('error', reject));
}

// Redirects are not followed: http.get never does.
async function readPage(response) {
  const type = (response.headers['content-type'] || '').split(';')[0].trim().toLowerCase();
  if (response.statusCode !== 200) throw new Refusal(502, `the page was answered with status ${response.statusCode}`);
  if (type !== 'text/html') throw new Refusal(502, 'there is no HTML at this URL');
  return (await readAll(response, SIZE_LIMIT, 502)).toString('utf8');
}

async function readAll(stream, limit, status) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) throw new Refusal(status, 'too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function end(signal) {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

// --- HTTP ---

async function answer(request) {
  const body = await readAll(request, BODY_LIMIT, 413);
  if (request.method !== 'POST' || request.url !== '/preview') throw new Refusal(404, 'not found');
  return preview(parsedJson(body.toString('utf8')));
}

function parsedJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'the body is no JSON');
  }
}

function explain(error) {
  if (error instanceof Refusal) return [error.status, { error: error.message }];
  console.error(error.stack);
  return [500, { error: 'internal error' }];
}

const server = http.createServer(async (request, response) => {
  const [status, body] = await answer(request).catch(explain);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT || 8000), '127.0.0.1');
