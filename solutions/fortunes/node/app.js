// Show other people's words on a page.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const ADDITIONAL = { id: 0, message: 'Additional fortune added at request time.' };
const LARGEST_BODY = 100_000;
const NEWLINE = 10;

// One line of JSON for each fortune; its number in the file is its id.
class Journal {
  constructor(file) {
    this.file = fs.openSync(file, 'a+');
    const content = fs.readFileSync(this.file);
    // A kill in the middle of a write leaves half a line. Nobody was told that it is saved, so it goes.
    const size = content.lastIndexOf(NEWLINE) + 1;
    fs.ftruncateSync(this.file, size);
    this.messages = content.toString('utf8', 0, size).split('\n').slice(0, -1).map((line) => JSON.parse(line));
  }

  add(message) {
    fs.appendFileSync(this.file, `${JSON.stringify(message)}\n`);
    this.messages.push(message);
  }

  get fortunes() {
    return this.messages.map((message, index) => ({ id: index + 1, message }));
  }
}

const journal = new Journal(path.join(process.env.KATA_DATA, 'fortunes.jsonl'));

const ESCAPED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// In one go, so that the & of what was just written is not escaped again.
function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => ESCAPED[sign]);
}

// A template in which everything that is put in is escaped.
function html(texts, ...values) {
  return texts.reduce((page, text, index) => page + escaped(String(values[index - 1])) + text);
}

function page(fortunes) {
  const rows = fortunes.map(({ id, message }) => html`<tr><td>${id}</td><td>${message}</td></tr>\n`);
  return `<!DOCTYPE html>
<html>
<head><title>Fortunes</title></head>
<body>
<table>
<tr><th>id</th><th>message</th></tr>
${rows.join('')}</table>
</body>
</html>
`;
}

function showFortunes() {
  const fortunes = [...journal.fortunes, ADDITIONAL]; // a new list: nothing that is saved changes
  fortunes.sort((one, other) => (one.message < other.message ? -1 : 1));
  return [200, 'text/html; charset=utf-8', page(fortunes)];
}

async function addFortune(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) return [413, 'text/plain', 'the body is too large'];
    chunks.push(chunk);
  }
  let sent;
  try {
    sent = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return [400, 'text/plain', 'the body is not JSON'];
  }
  if (typeof sent?.message !== 'string') return [422, 'text/plain', 'a fortune needs a message'];
  journal.add(sent.message);
  return [201, 'application/json', JSON.stringify({ message: sent.message })];
}

const routes = new Map([
  ['GET /fortunes', showFortunes],
  ['POST /fortunes', addFortune],
]);

const server = http.createServer(async (request, response) => {
  const route = routes.get(`${request.method} ${request.url.split('?')[0]}`);
  const [status, type, text] = route ? await route(request) : [404, 'text/plain', 'there is nothing here'];
  response.writeHead(status, { 'Content-Type': type }).end(text);
});

server.listen(Number(process.env.PORT), '127.0.0.1');
