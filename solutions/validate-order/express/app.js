// The gate: checks an order, says everything that is wrong with it, and stores nothing.
'use strict';

const express = require('express');

const app = express();

// Each check takes the path to a value and the value, and returns what is wrong with it.
const one = (field, code) => [{ field, code }];

const text = (least, most) => (path, value) => {
  if (typeof value !== 'string') return one(path, 'type');
  if (value.length < least) return one(path, 'empty');
  return [...value].length > most ? one(path, 'too_long') : [];
};

const whole = (least, most) => (path, value) => {
  if (!Number.isInteger(value)) return one(path, 'type');
  return value < least || value > most ? one(path, 'range') : [];
};

const list = (each) => (path, value) => {
  if (!Array.isArray(value)) return one(path, 'type');
  if (value.length === 0) return one(path, 'empty');
  return value.flatMap((element, index) => each(`${path}[${index}]`, element));
};

const object = (required, optional = {}) => (path, value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return one(path, 'type');
  const at = (name) => (path ? `${path}.${name}` : name);
  const known = new Map(Object.entries({ ...required, ...optional })); // a Map: `constructor` is no field of it
  const missing = Object.keys(required).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.flatMap((name) => one(at(name), 'required')),
    ...Object.keys(value).flatMap((name) => (known.get(name) ?? ((path) => one(path, 'unknown')))(at(name), value[name])),
  ];
};

const checkItem = object({ sku: text(1, 40), quantity: whole(1, 999) });
const checkOrder = object({ customer: text(1, 100), items: list(checkItem) }, { note: text(0, 200) });

function problem(response, status, title, errors = []) {
  response.status(status).type('application/problem+json').send(JSON.stringify({ title, status, errors }));
}

function onlyJson(request, response, next) {
  if (request.is('application/json')) next();
  else problem(response, 415, 'An order is sent as application/json');
}

// strict: false lets JSON through that is no object: that is ours to say.
const readJson = express.json({ limit: 1_000_000, strict: false });

app.post('/orders', onlyJson, readJson, (request, response) => {
  const order = request.body;
  if (typeof order !== 'object' || order === null || Array.isArray(order)) {
    return problem(response, 400, 'An order is a JSON object');
  }
  const errors = checkOrder('', order);
  if (errors.length) problem(response, 422, 'The order is not valid', errors);
  else response.json({ valid: true });
});

app.use((error, request, response, next) => {
  if (!(error.status < 500)) console.error(error); // a mistake of ours: the details are for the log
  problem(response, error.status ?? 500, error.status === 413 ? 'The order is too large' : 'The body cannot be read');
});

app.listen(Number(process.env.PORT), '127.0.0.1');
