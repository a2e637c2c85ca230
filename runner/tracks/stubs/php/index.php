<?php
// A server on PHP's own. It is started with: php -S 127.0.0.1:$PORT index.php
// Several copies of it run side by side, so two requests may touch the same file in the same moment.
//
// The flow of every request:
//
//     client --request--> php -S --runs this file from its first line--> response --> client

declare(strict_types=1);

// PHP forgets all variables after each request: what the next one has to find belongs into this folder,
// in a file or in a database (new PDO("sqlite:$dataFolder/app.db")). It outlives a restart, too.
$dataFolder = getenv('KATA_DATA') ?: '.';

// 1. Read the request. Its body is in file_get_contents('php://input').
$method = $_SERVER['REQUEST_METHOD'];
$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];

// 2. Decide what to answer.
// TODO: look at $method and $path and give each its own answer.

// 3. Send the response.
answer(501, ['error' => "$method $path is not implemented yet"]);

/** Send a whole response: status, headers, body. */
function answer(int $status, mixed $value): void
{
    http_response_code($status);
    if ($status === 204) {
        return; // such an answer has no body
    }
    header('Content-Type: application/json');
    echo json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
}
