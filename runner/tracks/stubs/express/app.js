// A server with Express. Once, in the folder of your katas: npm install express@5
//
// The flow of every request:
//
//     client --request--> Express --finds the route, calls--> your function --response--> client
'use strict';

const express = require('express');

const app = express();
app.use(express.json());

// What must outlive a restart belongs into this folder.
const dataFolder = process.env.KATA_DATA || '.';

// TODO: write a function for each route, such as:
//
//     app.get('/hello', (request, response) => {
//       const name = request.query.name || 'World';          // 1. read the request
//       const message = `Hello, ${name}!`;                   // 2. decide what to answer
//       response.json({ message });                          // 3. send the response
//     });

// Everything that has no route of its own ends here.
app.use((request, response) => {
  response.status(501).json({ error: `${request.method} ${request.path} is not implemented yet` });
});

// The port is given by the environment, and it is another one in every run.
app.listen(Number(process.env.PORT), '127.0.0.1');
