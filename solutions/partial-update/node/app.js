// Profiles that are replaced with PUT and changed in part with PATCH (JSON Merge Patch, RFC 7396).
'use strict';

const http = require('node:http');

const LARGEST_BODY = 1024 * 1024;
const PATCH_TYPES = ['application/merge-patch+json', 'application/json'];

const profiles = new Map(); // by id; a profile in here is never changed, only replaced by another

const routes = {
  'POST /profiles': async (request) => {
    const profile = valid(await readObject(request));
    const id = String(profiles.size + 1); // nothing is ever deleted, so this id is new
    profiles.set(id, profile);
    return [201, shown(id)];
  },

  'GET /profiles/:id': (request, id) => [200, shown(id)],

  'PUT /profiles/:id': async (request, id) => {
    find(id);
    profiles.set(id, valid(await readObject(request)));
    return [200, shown(id)];
  },

  'PATCH /profiles/:id': async (request, id) => {
    find(id);
    if (!PATCH_TYPES.includes(mediaType(request))) throw refusal(415, 'send application/merge-patch+json');
    const patch = await readObject(request);
    // From here on nothing waits, so no other request can come in between. Merged, then checked, then kept.
    profiles.set(id, valid(merged(find(id), patch)));
    return [200, shown(id)];
  },
};

// What RFC 7396 makes of an old value and a patch; both stay as they are.
function merged(old, patch) {
  if (!isObject(patch)) return patch;
  // A Map has no names of its own; in an object `__proto__` would reach what all objects share.
  const result = new Map(isObject(old) ? Object.entries(old) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, merged(result.get(name), value));
  }
  return Object.fromEntries(result);
}

// --- What a profile may be ---

const kinds = new Map([
  ['name', (value) => typeof value === 'string' && value !== '' && [...value].length <= 100],
  ['nickname', (value) => typeof value === 'string'],
  ['tags', (value) => Array.isArray(value) && value.every((tag) => typeof tag === 'string')],
  ['settings', isObject],
]);

function valid(sent) {
  const { id, ...profile } = sent;
  const wrong = Object.keys(profile).filter((field) => !kinds.has(field) || !kinds.get(field)(profile[field]));
  if (!Object.hasOwn(profile, 'name')) wrong.push('name');
  if (wrong.length > 0) throw refusal(422, `not valid: ${wrong.join(', ')}`);
  return profile;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// --- HTTP ---

function find(id) {
  if (!profiles.has(id)) throw refusal(404, 'there is no such profile');
  return profiles.get(id);
}

function shown(id) {
  return { id, ...find(id) };
}

function mediaType(request) {
  return (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
}

async function readObject(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw refusal(413, 'the body is too large');
    chunks.push(chunk);
  }
  let sent;
  try {
    sent = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw refusal(400, 'the body is not JSON');
  }
  if (!isObject(sent)) throw refusal(400, 'the body is no JSON object');
  return sent;
}

function refusal(status, message) {
  return Object.assign(new Error(message), { status });
}

async function answer(request, response) {
  const [, base, id, ...rest] = request.url.split('?')[0].split('/');
  const route = rest.length ? undefined : routes[`${request.method} /${base}${id === undefined ? '' : '/:id'}`];
  if (!route) return send(response, 404, { error: 'there is nothing here' });
  try {
    send(response, ...(await route(request, id)));
  } catch (error) {
    if (!error.status) console.error(error); // a mistake of ours: the details are for the log, not for the client
    send(response, error.status ?? 500, { error: error.status ? error.message : 'something went wrong' });
  }
}

function send(response, status, value) {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}

http.createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
