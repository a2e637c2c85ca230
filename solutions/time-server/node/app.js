// Tell the time to everybody who connects.
'use strict';

const net = require('node:net');

const twoDigits = (number) => String(number).padStart(2, '0');

function lineOf(date) {
  const day = [date.getUTCFullYear(), twoDigits(date.getUTCMonth() + 1), twoDigits(date.getUTCDate())];
  const time = [twoDigits(date.getUTCHours()), twoDigits(date.getUTCMinutes())];
  return `${day.join('-')} ${time.join(':')}\n`;
}

function serve(socket) {
  socket.on('error', () => socket.destroy()); // the client left in the middle: nobody is there to be told
  socket.resume(); // whatever it says is thrown away
  socket.end(lineOf(new Date()));
}

net.createServer(serve).listen(Number(process.env.PORT), '127.0.0.1');
