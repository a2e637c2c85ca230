// A search in which what was typed is a text, and nothing else. The books lie in a journal, a file that only ever grows.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const LARGEST_BODY = 1024 * 1024;
const NEWLINE = 10;

// Each line of the journal is one book. JSON takes care of everything special in a text, line ends too.
class Books {
  constructor(file) {
    this.all = [];
    this.file = fs.openSync(file, 'a+');
    const content = fs.readFileSync(this.file);
    // A kill in the middle of a write leaves half a line. Nobody was told that it is saved, so it goes.
    this.size = content.lastIndexOf(NEWLINE) + 1;
    fs.ftruncateSync(this.file, this.size);
    const lines = content.toString('utf8', 0, this.size).split('\n').slice(0, -1);
    this.all = lines.map((line) => JSON.parse(line));
  }

  add(book) {
    const numbered = { id: this.all.length + 1, ...book }; // nothing is ever deleted, so this id is new
    const line = Buffer.from(`${JSON.stringify(numbered)}\n`);
    try {
      fs.appendFileSync(this.file, line);
      fs.fsyncSync(this.file);
    } catch (error) {
      fs.ftruncateSync(this.file, this.size); // half a line must not stand in front of the next one
      throw error;
    }
    this.size += line.length;
    this.all.push(numbered);
    return numbered;
  }

  // The only way by which books come out: no hidden one ever gets past it.
  visible(fits) {
    return this.all.filter((book) => !book.hidden && fits(book)).map(shown);
  }
}

const books = new Books(path.join(process.env.KATA_DATA, 'books.jsonl'));

const compare = new Map([
  ['id', (a, b) => a.id - b.id],
  ['title', (a, b) => inAlphabet(a.title, b.title)],
  ['author', (a, b) => inAlphabet(a.author, b.author)],
]);
const signs = new Map([['asc', 1], ['desc', -1]]);

const routes = {
  'POST /books': async (request) => {
    const { title, author, hidden } = (await readJson(request)) ?? {};
    if (!isText(title) || !isText(author)) throw refusal(422, 'a book has a title and an author');
    return [201, shown(books.add({ title, author, hidden: hidden === true }))];
  },

  'GET /search': (request, id, question) => {
    const text = question.get('q') ?? '';
    const by = compare.get(question.get('sort') ?? 'id');
    const sign = signs.get(question.get('order') ?? 'asc');
    if (!by || !sign) throw refusal(400, 'sort is id, title or author; order is asc or desc');
    return [200, books.visible(({ title }) => title.includes(text)).sort((a, b) => sign * by(a, b))];
  },

  'GET /books/:id/same-author': (request, id) => {
    const book = books.all.find((each) => String(each.id) === id);
    if (!book) throw refusal(404, 'there is no such book');
    return [200, books.visible(({ author }) => author === book.author)];
  },
};

function shown({ id, title, author }) {
  return { id, title, author };
}

function inAlphabet(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isText(value) {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}

// --- HTTP ---

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw refusal(413, 'the body is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw refusal(400, 'the body is not JSON');
  }
}

function refusal(status, message) {
  return Object.assign(new Error(message), { status });
}

async function answer(request, response) {
  const [target, query] = request.url.split(/\?(.*)/s);
  const [, base, id, ...rest] = target.split('/');
  const route = routes[[`${request.method} /${base}`, ...(id === undefined ? [] : [':id']), ...rest].join('/')];
  if (!route) return send(response, 404, { error: 'there is nothing here' });
  try {
    send(response, ...(await route(request, id, new URLSearchParams(query))));
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
