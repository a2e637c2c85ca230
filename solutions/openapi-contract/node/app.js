// Parcels, and a document that says everything about them. What it says and what is checked are the same schemas.
'use strict';

const http = require('node:http');

const parcels = new Map();
let lastId = 0;

// --- the schemas: published below, and asked by `fits` ---

const LIMIT = { type: 'integer', minimum: 1, maximum: 100 };
const NEW_PARCEL = {
  type: 'object',
  required: ['to', 'grams'],
  properties: {
    to: { type: 'string', minLength: 1, maxLength: 80 },
    grams: { type: 'integer', minimum: 1, maximum: 30000 },
    fragile: { type: 'boolean' },
  },
};
const PARCEL = {
  type: 'object',
  required: ['id', 'to', 'grams', 'fragile'],
  properties: { id: { type: 'string' }, ...NEW_PARCEL.properties },
};
const PROBLEM = {
  type: 'object',
  required: ['title', 'status'],
  properties: { title: { type: 'string' }, status: { type: 'integer' } },
};

// As much of JSON Schema as the ones above need.
const kinds = {
  boolean: (value) => typeof value === 'boolean',
  integer: (value, { minimum, maximum }) => Number.isInteger(value) && value >= minimum && value <= maximum,
  string: (value, { minLength, maxLength }) => typeof value === 'string' && [...value].length >= minLength && [...value].length <= maxLength,
  object: (value, { required, properties }) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) &&
    required.every((name) => name in value) &&
    Object.keys(properties).every((name) => !(name in value) || fits(value[name], properties[name])),
};

function fits(value, schema) {
  return kinds[schema.type](value, schema);
}

// --- what the API does ---

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const routes = {
  'POST /parcels': async (request) => {
    const sent = await readJson(request);
    if (!fits(sent, NEW_PARCEL)) throw new HttpError(422, 'This is no parcel; /openapi.json says what one is.');
    const parcel = { id: String(++lastId), to: sent.to, grams: sent.grams, fragile: sent.fragile ?? false };
    parcels.set(parcel.id, parcel);
    return [201, parcel];
  },

  'GET /parcels': (request, id, query) => {
    const text = query.get('limit') ?? '20';
    const limit = /^-?[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
    if (!fits(limit, LIMIT)) throw new HttpError(422, 'limit is a whole number; /openapi.json says which.');
    return [200, [...parcels.values()].slice(0, limit)];
  },

  'GET /parcels/{id}': (request, id) => [200, find(id)],

  'DELETE /parcels/{id}': (request, id) => {
    parcels.delete(find(id).id);
    return [204];
  },

  'GET /openapi.json': () => [200, DOCUMENT],
};

function find(id) {
  if (!parcels.has(id)) throw new HttpError(404, 'There is no such parcel.');
  return parcels.get(id);
}

async function readJson(request) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw new HttpError(415, 'Send application/json.');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
}

// --- what the document says ---

const answered = (description, schema) => ({ description, content: { 'application/json': { schema } } });
const problem = (description) => ({ description, content: { 'application/problem+json': { schema: PROBLEM } } });

const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Parcels', version: '1.0.0' },
  paths: {
    '/parcels': {
      get: {
        parameters: [{ name: 'limit', in: 'query', schema: { ...LIMIT, default: 20 } }],
        responses: {
          200: answered('The first parcels', { type: 'array', items: PARCEL }),
          422: problem('limit is out of range'),
        },
      },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: NEW_PARCEL } } },
        responses: {
          201: answered('The new parcel', PARCEL),
          400: problem('The body is not JSON'),
          415: problem('The body is not declared as JSON'),
          422: problem('The body is no parcel'),
        },
      },
    },
    '/parcels/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: answered('The parcel', PARCEL), 404: problem('There is no such parcel') } },
      delete: { responses: { 204: { description: 'It is gone' }, 404: problem('There is no such parcel') } },
    },
  },
};

// --- HTTP ---

function handle(request) {
  const [path, query = ''] = request.url.split('?');
  const [, id] = path.match(/^\/parcels\/([^/]+)$/) ?? [];
  const route = routes[`${request.method} ${id === undefined ? path : '/parcels/{id}'}`];
  if (!route) throw new HttpError(404, 'There is nothing here.');
  return route(request, id, new URLSearchParams(query));
}

function send(response, status, value, type = 'application/json') {
  if (value === undefined) return response.writeHead(status).end();
  response.writeHead(status, { 'Content-Type': type });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  try {
    send(response, ...(await handle(request)));
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    const status = error.status ?? 500;
    send(response, status, { title: error.status ? error.message : 'Something broke here.', status }, 'application/problem+json');
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1');
