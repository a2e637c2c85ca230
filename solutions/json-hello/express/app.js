// Say hello in JSON and in plain text.
'use strict';

const express = require('express');

const app = express();

app.get('/json', (request, response) => response.json({ message: 'Hello, World!' }));
app.get('/plaintext', (request, response) => response.type('text/plain').send('Hello, World!'));

app.listen(Number(process.env.PORT), '127.0.0.1');
