<?php
// Answer HTTP requests by hand. Started with `php index.php`: PHP's own server would do the work of this kata.

declare(strict_types=1);

const GREETING = 'Welcome to the café!';
const LONGEST_HEAD = 16_384;
const PATIENCE = 30; // seconds for a whole request

function response(string $status, string $text): string
{
    return "HTTP/1.1 $status\r\n"
        . "Content-Type: text/plain; charset=utf-8\r\n"
        . 'Content-Length: ' . strlen($text) . "\r\n" // strlen counts bytes
        . "Connection: close\r\n"
        . "\r\n"
        . $text;
}

function answer_to(string $head): string
{
    $words = explode(' ', explode("\r\n", $head)[0]);
    if (count($words) !== 3) {
        return response('400 Bad Request', 'This is not an HTTP request.');
    }
    [$method, $target] = $words;
    return match (true) {
        explode('?', $target)[0] !== '/' => response('404 Not Found', 'There is nothing here.'),
        $method !== 'GET' => response('501 Not Implemented', 'Only GET is known here.'),
        default => response('200 OK', GREETING),
    };
}

/** One connection, and what has arrived on it so far. */
class Client
{
    private string $received = '';
    private int $since;

    public function __construct(public readonly mixed $socket)
    {
        $this->since = time();
    }

    /** Read what is there, and answer when the request is whole. Returns false when this connection is over. */
    public function serve(): bool
    {
        // @: a client that breaks off makes PHP warn, and there is nothing to do about it but to close.
        $piece = @fread($this->socket, 8192);
        if ($piece === false || $piece === '') {
            return false; // the client has left
        }
        $this->received .= $piece;
        $end = strpos($this->received, "\r\n\r\n"); // in all that has arrived: its four bytes may come in two pieces
        if ($end === false) {
            return strlen($this->received) <= LONGEST_HEAD;
        }
        @fwrite($this->socket, answer_to(substr($this->received, 0, $end)));
        return false; // every answer closes
    }

    public function is_late(): bool
    {
        return time() - $this->since > PATIENCE;
    }
}

$server = stream_socket_server('tcp://127.0.0.1:' . getenv('PORT'), $code, $reason) ?: throw new RuntimeException($reason);
stream_set_blocking($server, false);
$clients = []; // by the number of their socket

while (true) {
    // Wait, at most a second, until something has arrived anywhere. That is how one process serves many clients.
    $readable = [$server, ...array_map(fn ($client) => $client->socket, $clients)];
    $none = null;
    stream_select($readable, $none, $none, 1);
    foreach ($readable as $socket) {
        if ($socket === $server) {
            $accepted = @stream_socket_accept($server, 0); // false for a client that has left already
            if ($accepted) {
                stream_set_blocking($accepted, false);
                $clients[(int) $accepted] = new Client($accepted);
            }
        } elseif (!$clients[(int) $socket]->serve()) {
            fclose($socket);
            unset($clients[(int) $socket]);
        }
    }
    foreach ($clients as $number => $client) {
        if ($client->is_late()) {
            fclose($client->socket);
            unset($clients[$number]);
        }
    }
}
