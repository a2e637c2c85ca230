// Validate, save, confirm: orders in a SQLite database.
'use strict';

const path = require('node:path');
const express = require('express');
const Database = require('libsql');

// A Map, not an object: an object would say that `constructor` is on the menu.
const MENU = new Map([['margherita', 895], ['ramen', 1295], ['gyoza', 435], ['mochi', 535], ['tea', 205]]); // in cents

// --- The database ---

const database = new Database(path.join(process.env.KATA_DATA, 'orders.db'));
database.pragma('journal_mode = WAL');
database.exec(`
  CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS items (
    order_id INTEGER NOT NULL REFERENCES orders, position INTEGER NOT NULL,
    dish TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
  )`);

const insertOrder = database.prepare('INSERT INTO orders (customer) VALUES (?)');
const insertItem = database.prepare('INSERT INTO items (order_id, position, dish, quantity, price) VALUES (?, ?, ?, ?, ?)');

// The order and all its items, or nothing: COMMIT comes last, and an error or a kill before it undoes everything.
const save = database.transaction(({ customer, items }) => {
  const { lastInsertRowid: id } = insertOrder.run(customer);
  for (const [position, { dish, quantity }] of items.entries()) {
    insertItem.run(id, position, dish, quantity, MENU.get(dish)); // the price of today; the client's is not looked at
  }
  return id;
});

// The database puts an order together as clients see it, with its items inside.
const SHOWN = `
  SELECT json_object('id', id, 'customer', customer, 'total', (SELECT sum(price * quantity) FROM items WHERE order_id = id),
    'items', (SELECT json_group_array(json_object('dish', dish, 'quantity', quantity, 'price', price))
              FROM (SELECT * FROM items WHERE order_id = id ORDER BY position))) AS json
  FROM orders`;
const selectAll = database.prepare(`${SHOWN} ORDER BY id`);
const selectOne = database.prepare(`${SHOWN} WHERE id = ?`);

const allOrders = () => selectAll.all().map(({ json }) => JSON.parse(json));
const findOrder = (id) => JSON.parse(selectOne.get(id)?.json ?? 'null');

// --- What an order may be. Each function returns all that is wrong with its part. ---

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === 'string' && value.isWellFormed(); // JSON can spell half an emoji

function mistakesIn({ customer, items }) {
  return [...mistake('customer', customerCode(customer)), ...mistake('items', itemsCode(items)),
    ...(Array.isArray(items) ? items.flatMap((item, at) => mistakesInItem(`items[${at}]`, item)) : [])];
}

function mistakesInItem(place, item) {
  if (!isObject(item)) return mistake(place, 'type');
  return [...mistake(`${place}.dish`, dishCode(item.dish)), ...mistake(`${place}.quantity`, quantityCode(item.quantity))];
}

const mistake = (field, code) => (code ? [{ field, code }] : []);

function customerCode(customer) {
  if (customer === undefined) return 'required'; // JSON has no undefined: it means "not there"
  if (!isText(customer)) return 'type';
  if (customer === '') return 'empty';
  return [...customer].length > 100 ? 'too_long' : null;
}

function itemsCode(items) {
  if (items === undefined) return 'required';
  if (!Array.isArray(items)) return 'type';
  return items.length === 0 ? 'empty' : null;
}

function dishCode(dish) {
  if (dish === undefined) return 'required';
  if (typeof dish !== 'string') return 'type';
  return MENU.has(dish) ? null : 'not_on_menu';
}

function quantityCode(quantity) {
  if (quantity === undefined) return 'required';
  if (!Number.isInteger(quantity)) return 'type'; // such as "2", true and 2.5
  return quantity < 1 || quantity > 99 ? 'range' : null;
}

function validated(request, response, next) {
  if (!isObject(request.body)) return problem(response, 400, 'An order is a JSON object');
  const errors = mistakesIn(request.body);
  if (errors.length) problem(response, 422, 'The order is not valid', errors);
  else next();
}

// --- The routes ---

const app = express();
const received = express.json({ limit: '1mb', strict: false }); // JSON that is no object is ours to refuse

app.get('/menu', (request, response) => {
  response.json([...MENU].map(([dish, price]) => ({ dish, price })));
});

app.post('/orders', received, validated, (request, response) => {
  const id = save(request.body); // saved
  response.status(201).json(findOrder(id)); // confirmed: with what was saved
});

app.get('/orders', (request, response) => response.json(allOrders()));

app.get('/orders/:id', (request, response) => {
  const order = findOrder(request.params.id);
  if (order) response.json(order);
  else problem(response, 404, 'There is no such order');
});

app.use((error, request, response, next) => {
  if (!(error.status < 500)) console.error(error); // a mistake of ours: the details are for the log
  problem(response, error.status ?? 500, error.status ? 'The body cannot be read' : 'Something went wrong');
});

function problem(response, status, title, errors) {
  response.status(status).type('application/problem+json').send(JSON.stringify({ title, status, errors }));
}

app.listen(Number(process.env.PORT), '127.0.0.1');
