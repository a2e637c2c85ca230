<?php
// A server on PHP's own. It is started with: php -S 127.0.0.1:$PORT index.php
//
// The flow of every request:
//
//     client --request--> php -S --runs this file from its first line--> response --> client

declare(strict_types=1);

// What must outlive a restart belongs into this folder. PHP forgets all variables after each request.
$dataFolder = getenv('KATA_DATA') ?: '.';

// 1. Read the request. Its body is in file_get_contents('php://input').
$method = $_SERVER['REQUEST_METHOD'];
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

// 2. Decide what to answer.
// TODO: look at $method and $path and give each its own answer.

// 3. Send the response.
answer(501, ['error' => "$method $path is not implemented yet"]);

/** Send a whole response: status, headers, body. */
function answer(int $status, mixed $value): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
}
