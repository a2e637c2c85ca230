// Place an order: your server starts, but it takes no orders yet. Read README.md, then fill it in.
'use strict';

const http = require('node:http');

const DATA = process.env.KATA_DATA; // the folder whose files are still there after a restart
const MENU = new Map([['margherita', 895], ['ramen', 1295], ['gyoza', 435], ['mochi', 535], ['tea', 205]]); // in cents

function sendJson(response, status, value, type = 'application/json') {
  response.writeHead(status, { 'Content-Type': type });
  response.end(JSON.stringify(value));
}

const server = http.createServer(async (request, response) => {
  // POST /orders
  // 1. The server receives the order.             TODO R10
  // 2. The API validates it.                      TODO R8, R9
  // 3. The server works out the total.            TODO R3, R4
  // 4. The server saves it in the database.       TODO R11, R12
  // 5. The API sends confirmation back.           TODO R2
  //
  // TODO: GET /menu, GET /orders and GET /orders/{id} (R1, R5, R6, R7).
  sendJson(response, 501, { error: 'not written yet' });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
