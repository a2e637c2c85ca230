<?php
// The gate: checks an order, says everything that is wrong with it, and stores nothing.

declare(strict_types=1);

const LARGEST_BODY = 1_000_000;

if ($_SERVER['REQUEST_METHOD'] !== 'POST' || explode('?', $_SERVER['REQUEST_URI'], 2)[0] !== '/orders') {
    problem(404, 'There is nothing here');
}
if (strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0])) !== 'application/json') {
    problem(415, 'An order is sent as application/json');
}
$body = file_get_contents('php://input', length: LARGEST_BODY + 1);
if (strlen($body) > LARGEST_BODY) {
    problem(413, 'The order is too large');
}
$order = json_decode($body); // null also for what is no JSON or nested too deep
if (!is_object($order)) {
    problem(400, 'An order is a JSON object');
}
$errors = order_mistakes($order);
if ($errors) {
    problem(422, 'The order is not valid', $errors);
}
send(200, 'application/json', ['valid' => true]);

function order_mistakes(object $order): array
{
    return fields_mistakes($order, '', [
        'customer' => fn ($path, $value) => text_mistakes($path, $value, 1, 100),
        'items' => items_mistakes(...),
    ], [
        'note' => fn ($path, $value) => text_mistakes($path, $value, 0, 200),
    ]);
}

function items_mistakes(string $path, mixed $items): array
{
    if (!is_array($items)) {
        return [mistake($path, 'type')];
    }
    if (!$items) {
        return [mistake($path, 'empty')];
    }
    $found = [];
    foreach ($items as $index => $item) {
        array_push($found, ...item_mistakes("{$path}[{$index}]", $item));
    }
    return $found;
}

function item_mistakes(string $path, mixed $item): array
{
    if (!is_object($item)) {
        return [mistake($path, 'type')];
    }
    return fields_mistakes($item, "$path.", [
        'sku' => fn ($path, $value) => text_mistakes($path, $value, 1, 40),
        'quantity' => quantity_mistakes(...),
    ], []);
}

/** What is wrong with an object that must have the required fields, may have the optional ones, and no others. */
function fields_mistakes(object $given, string $prefix, array $required, array $optional): array
{
    $values = get_object_vars($given);
    $found = [];
    foreach (array_keys(array_diff_key($required, $values)) as $name) {
        $found[] = mistake($prefix . $name, 'required');
    }
    foreach ($values as $name => $value) {
        $check = $required[$name] ?? $optional[$name] ?? fn ($path) => [mistake($path, 'unknown')];
        array_push($found, ...$check($prefix . $name, $value));
    }
    return $found;
}

function text_mistakes(string $path, mixed $value, int $least, int $most): array
{
    return match (true) {
        !is_string($value) => [mistake($path, 'type')],
        mb_strlen($value) < $least => [mistake($path, 'empty')],
        mb_strlen($value) > $most => [mistake($path, 'too_long')],
        default => [],
    };
}

function quantity_mistakes(string $path, mixed $value): array
{
    return match (true) {
        !is_int($value) => [mistake($path, 'type')], // "2", true and 2.5 are none
        $value < 1, $value > 999 => [mistake($path, 'range')],
        default => [],
    };
}

function mistake(string $field, string $code): array
{
    return ['field' => $field, 'code' => $code];
}

/** Answer with a problem document (RFC 9457), and end. */
function problem(int $status, string $title, array $errors = []): never
{
    send($status, 'application/problem+json', ['title' => $title, 'status' => $status, 'errors' => $errors]);
    exit;
}

function send(int $status, string $type, mixed $value): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo json_encode($value, JSON_THROW_ON_ERROR);
}
