// Ask for a name and a password.
'use strict';

const crypto = require('node:crypto');
const http = require('node:http');

const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="kata", charset="UTF-8"' };

// The name and the password that this header holds, or nothing.
function credentials(header) {
  const found = /^basic +([a-z0-9+/]+=*) *$/i.exec(header);
  if (!found) return undefined;
  const bytes = Buffer.from(found[1], 'base64');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return undefined; // bytes that are no UTF-8 do not come back as they were
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

// In a time that does not depend on where the first difference is. Of their hashes, since both must be equally long.
function same(given, right) {
  const hash = (text) => crypto.createHash('sha256').update(text).digest();
  return crypto.timingSafeEqual(hash(given), hash(right));
}

function partsOf(url) {
  try {
    return url.split('?')[0].split('/').map(decodeURIComponent);
  } catch {
    return []; // a % that is none
  }
}

const server = http.createServer((request, response) => {
  const send = (status, value, headers = {}) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
  const [, base, user, password, ...rest] = partsOf(request.url);
  if (request.method !== 'GET' || base !== 'basic-auth' || !user || !password || rest.length > 0) {
    return send(404, { error: 'there is nothing here' });
  }
  const given = credentials(request.headers.authorization ?? '');
  const isRight = [user, password].map((right, index) => same(given?.[index] ?? '', right));
  if (isRight.includes(false)) return send(401, { error: 'name or password is wrong' }, CHALLENGE);
  send(200, { authenticated: true, user });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
