<?php
// Say hello in JSON and in plain text.

declare(strict_types=1);

$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];

match ("{$_SERVER['REQUEST_METHOD']} $path") {
    'GET /json' => answer(200, 'application/json', json_encode(['message' => 'Hello, World!'])),
    'GET /plaintext' => answer(200, 'text/plain; charset=utf-8', 'Hello, World!'),
    default => answer(404, 'text/plain; charset=utf-8', 'There is nothing here.'),
};

function answer(int $status, string $type, string $body): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo $body;
}
