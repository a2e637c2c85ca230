<?php
// A server on plain sockets: what `php -S` does for you is what you write here. workspace.yaml says how it is started.
//
// The flow of every connection:
//
//     client --connects--> stream_socket_accept --> your code reads, writes, closes --> client

declare(strict_types=1);

// What must outlive a restart belongs into this folder.
$dataFolder = getenv('KATA_DATA') ?: '.';

// The port is given by the environment, and it is another one in every run.
$server = stream_socket_server('tcp://127.0.0.1:' . getenv('PORT'));

while (true) {
    // One client after the other. For several at once look at stream_select.
    $connection = @stream_socket_accept($server, -1);
    if ($connection === false) {
        continue;
    }
    $received = fread($connection, 4096);
    error_log(json_encode($received)); // what has arrived
    // TODO: read to the end of what the client has to say, then send the right answer. README.md holds the rules; begin with R1.
    @fwrite($connection, "not written yet\n");
    fclose($connection);
}
