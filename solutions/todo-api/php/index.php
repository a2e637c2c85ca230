<?php
// A todo list that follows the TodoBackend contract. PHP forgets everything after each request, so it is kept in SQLite.

declare(strict_types=1);

$database = new PDO('sqlite:' . (getenv('KATA_DATA') ?: '.') . '/todos.db');
$database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$database->setAttribute(PDO::ATTR_TIMEOUT, 30); // seconds to wait for another request that is writing
// AUTOINCREMENT: an id never comes twice, whatever was deleted.
$database->exec('CREATE TABLE IF NOT EXISTS todos (id INTEGER PRIMARY KEY AUTOINCREMENT, fields TEXT NOT NULL)');

const FITS = ['title' => 'is_string', 'completed' => 'is_bool', 'order' => 'is_order'];

$id = substr(explode('?', $_SERVER['REQUEST_URI'], 2)[0], 1);

match ($_SERVER['REQUEST_METHOD'] . ($id === '' ? ' all' : ' one')) {
    'GET all' => answer(200, array_map(shown(...), rows('SELECT id, fields FROM todos ORDER BY id'))),
    'POST all' => create(),
    'DELETE all' => [$database->exec('DELETE FROM todos'), answer(204)],
    'GET one' => answer(200, shown(found($id))),
    'PATCH one' => change($id),
    'DELETE one' => [found($id), rows('DELETE FROM todos WHERE id = ?', $id), answer(204)],
    default => refuse(405, 'that cannot be done here'),
};

function create(): void
{
    global $database;
    $fields = sent_fields();
    if (!isset($fields['title'])) {
        refuse(422, 'a todo needs a title');
    }
    $fields += ['completed' => false, 'order' => null];
    rows('INSERT INTO todos (fields) VALUES (?)', json($fields));
    answer(201, shown(['id' => $database->lastInsertId(), 'fields' => json($fields)]));
}

function change(string $id): void
{
    global $database;
    $sent = sent_fields();
    $database->exec('BEGIN IMMEDIATE'); // nobody else writes between our reading and our writing
    $fields = array_merge(json_decode(found($id)['fields'], true), $sent);
    rows('UPDATE todos SET fields = ? WHERE id = ?', json($fields), $id);
    $database->exec('COMMIT');
    answer(200, shown(['id' => $id, 'fields' => json($fields)]));
}

/** The fields that were sent, every one checked; or the end of this request. */
function sent_fields(): array
{
    $sent = json_decode(file_get_contents('php://input'));
    if (!is_object($sent)) {
        refuse(400, 'the body must be a JSON object');
    }
    $fields = array_intersect_key(get_object_vars($sent), FITS);
    foreach ($fields as $name => $value) {
        if (!FITS[$name]($value)) {
            refuse(422, "$name is not of the right type");
        }
    }
    return $fields;
}

function is_order(mixed $value): bool
{
    return $value === null || is_int($value) || (is_float($value) && is_finite($value));
}

function found(string $id): array
{
    return rows('SELECT id, fields FROM todos WHERE id = ?', $id)[0] ?? refuse(404, 'there is no such todo');
}

/** A todo as clients see it, with the address at which they find it again. */
function shown(array $row): array
{
    return [...json_decode($row['fields'], true), 'url' => "http://{$_SERVER['HTTP_HOST']}/{$row['id']}"];
}

function rows(string $sql, mixed ...$values): array
{
    global $database;
    $statement = $database->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll(PDO::FETCH_ASSOC);
}

function refuse(int $status, string $reason): never
{
    answer($status, ['error' => $reason]);
    exit;
}

function answer(int $status, mixed $value = null): void
{
    http_response_code($status);
    if ($status !== 204) {
        header('Content-Type: application/json');
        echo json($value);
    }
}

function json(mixed $value): string
{
    return json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR);
}
