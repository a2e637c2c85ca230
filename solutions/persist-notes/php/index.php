<?php
// Notes in SQLite: what was confirmed is there after a kill.

declare(strict_types=1);

$database = new PDO('sqlite:' . getenv('KATA_DATA') . '/notes.db');
$database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$database->setAttribute(PDO::ATTR_TIMEOUT, 30); // seconds to wait for another request that is writing
// AUTOINCREMENT: an id never comes twice, whatever was deleted.
$database->exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)');

$path = explode('/', explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
[$where, $id] = [$path[1], $path[2] ?? ''];
if ($where !== 'notes' || count($path) > 3) {
    answer(404, ['error' => 'there is nothing here']);
}

match ($_SERVER['REQUEST_METHOD'] . ($id === '' ? ' all' : ' one')) {
    'GET all' => answer(200, rows('SELECT id, text FROM notes ORDER BY id')),
    'POST all' => create(),
    'GET one' => answer(200, found($id)),
    'DELETE one' => [found($id), rows('DELETE FROM notes WHERE id = ?', $id), answer(204)],
    default => answer(405, ['error' => 'that cannot be done here']),
};

function create(): never
{
    global $database;
    $sent = json_decode(file_get_contents('php://input')); // null for what is no JSON, half an emoji too
    if (!is_object($sent) || !is_string($sent->text ?? null)) {
        answer(422, ['error' => 'a note needs a text']);
    }
    // The statement returns when the note is in the file; only then do we answer.
    rows('INSERT INTO notes (text) VALUES (?)', $sent->text);
    answer(201, ['id' => (int) $database->lastInsertId(), 'text' => $sent->text]);
}

function found(string $id): array
{
    return rows('SELECT id, text FROM notes WHERE id = ?', $id)[0] ?? answer(404, ['error' => 'there is no such note']);
}

function rows(string $sql, mixed ...$values): array
{
    global $database;
    $statement = $database->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll(PDO::FETCH_ASSOC);
}

function answer(int $status, mixed $value = null): never
{
    http_response_code($status);
    if ($status !== 204) {
        header('Content-Type: application/json');
        echo json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    }
    exit;
}
