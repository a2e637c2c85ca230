// A todo list that follows the TodoBackend contract, kept in memory.
'use strict';

const express = require('express');

const app = express();
app.use(express.json());

const todos = new Map(); // by id, oldest first
let lastId = 0; // only ever counts up, so that no id comes twice

const FITS = {
  title: (value) => typeof value === 'string',
  completed: (value) => typeof value === 'boolean',
  order: (value) => value === null || Number.isFinite(value),
};

const shown = (request, id, todo) => ({ ...todo, url: `${request.protocol}://${request.get('host')}/${id}` });

// What was sent, every field checked, is in request.fields from here on.
function checked(request, response, next) {
  const sent = request.body;
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return response.status(400).json({ error: 'the body must be a JSON object' });
  }
  request.fields = {};
  for (const [name, fits] of Object.entries(FITS)) {
    if (!(name in sent)) continue;
    if (!fits(sent[name])) return response.status(422).json({ error: `${name} is not of the right type` });
    request.fields[name] = sent[name];
  }
  next();
}

// Every route with :id is about a todo that exists.
app.param('id', (request, response, next, id) => {
  request.todo = todos.get(id);
  if (request.todo) next();
  else response.status(404).json({ error: 'there is no such todo' });
});

app.get('/', (request, response) => {
  response.json([...todos].map(([id, todo]) => shown(request, id, todo)));
});

app.post('/', checked, (request, response) => {
  if (!('title' in request.fields)) return response.status(422).json({ error: 'a todo needs a title' });
  const id = String(++lastId);
  todos.set(id, { completed: false, order: null, ...request.fields });
  response.status(201).json(shown(request, id, todos.get(id)));
});

app.delete('/', (request, response) => {
  todos.clear();
  response.status(204).end();
});

app.get('/:id', (request, response) => response.json(shown(request, request.params.id, request.todo)));

app.patch('/:id', checked, (request, response) => {
  Object.assign(request.todo, request.fields);
  response.json(shown(request, request.params.id, request.todo));
});

app.delete('/:id', (request, response) => {
  todos.delete(request.params.id);
  response.status(204).end();
});

// Broken JSON and the like: Express would answer with a page.
app.use((error, request, response, next) => {
  const status = error.status ?? 500;
  if (status === 500) console.error(error);
  response.status(status).json({ error: status === 500 ? 'something went wrong' : error.message });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
