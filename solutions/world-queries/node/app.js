// Read and change rows of a table: here a file in which every world has its four bytes.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const WORLDS = 10_000;
const MOST = 500;
const SIZE = 4; // bytes of a row

const randomNumber = () => crypto.randomInt(1, WORLDS + 1);

class Table {
  constructor(file) {
    if (!fs.existsSync(file)) {
      const rows = Buffer.alloc(WORLDS * SIZE);
      for (let id = 1; id <= WORLDS; id += 1) rows.writeInt32LE(randomNumber(), (id - 1) * SIZE);
      // Write beside, then rename: a kill in the middle leaves no half table.
      fs.writeFileSync(`${file}.new`, rows);
      fs.renameSync(`${file}.new`, file);
    }
    this.file = fs.openSync(file, 'r+');
  }

  read(id) {
    const row = Buffer.alloc(SIZE);
    fs.readSync(this.file, row, 0, SIZE, (id - 1) * SIZE);
    return { id, randomNumber: row.readInt32LE() };
  }

  write({ id, randomNumber: number }) {
    const row = Buffer.alloc(SIZE);
    row.writeInt32LE(number);
    fs.writeSync(this.file, row, 0, SIZE, (id - 1) * SIZE);
  }
}

const table = new Table(path.join(process.env.KATA_DATA, 'world.bin'));

function randomIds(count) {
  const ids = new Set();
  while (ids.size < count) ids.add(randomNumber());
  return [...ids];
}

// How many worlds are wanted, whatever the client has written.
function howMany(query) {
  const wanted = Number(query.get('queries'));
  return Math.min(Math.max(Math.trunc(wanted) || 1, 1), MOST); // NaN and 0 are falsy
}

const routes = new Map([
  ['/db', () => table.read(randomNumber())],

  ['/queries', (query) => randomIds(howMany(query)).map((id) => table.read(id))],

  ['/updates', (query) => {
    const worlds = randomIds(howMany(query)).map((id) => ({ id, randomNumber: randomNumber() }));
    for (const world of worlds) table.write(world);
    return worlds; // only here, when all are written, may we say that they have changed
  }],
]);

const server = http.createServer((request, response) => {
  const [requestPath, query = ''] = request.url.split('?');
  const route = request.method === 'GET' ? routes.get(requestPath) : undefined;
  const value = route ? route(new URLSearchParams(query)) : { error: 'there is nothing here' };
  response.writeHead(route ? 200 : 404, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
});

server.listen(Number(process.env.PORT), '127.0.0.1');
