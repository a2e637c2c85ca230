<?php
// Private notes: every question to the database names the user who asks.

declare(strict_types=1);

// Compared with when there is no such account, so that this takes as long as a wrong password. Nobody is let in by it.
const NOBODY = '$2y$10$iydqOS1Tmo8fUNaO8CLJAOTiuxy1GxG4nBSuJbHre6mycSNB7vvs6';

$database = new PDO('sqlite:' . getenv('KATA_DATA') . '/notes.db');
$database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$database->setAttribute(PDO::ATTR_TIMEOUT, 30); // seconds to wait for another request that is writing
$database->exec('PRAGMA foreign_keys = ON'); // so that a note takes its comments with it
// AUTOINCREMENT: an old link never leads to a stranger's new note.
$database->exec('CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, hash TEXT NOT NULL)');
$database->exec('CREATE TABLE IF NOT EXISTS sessions (
    token_hash TEXT PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id))');
$database->exec('CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner_id INTEGER NOT NULL REFERENCES accounts (id),
    title TEXT NOT NULL, text TEXT NOT NULL)');
$database->exec('CREATE INDEX IF NOT EXISTS notes_by_owner ON notes (owner_id)');
$database->exec('CREATE TABLE IF NOT EXISTS comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, note_id INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE, text TEXT NOT NULL)');
$database->exec('CREATE INDEX IF NOT EXISTS comments_by_note ON comments (note_id)');

$path = explode('?', $_SERVER['REQUEST_URI'])[0];
preg_match_all('~/([0-9]+)(?=/|$)~', $path, $numbers);
[$note, $comment] = [...$numbers[1], '', '']; // /notes/7/comments/1 has both; texts, since they may be too long for an int
$route = $_SERVER['REQUEST_METHOD'] . ' ' . preg_replace('~/[0-9]+(?=/|$)~', '/{id}', $path);

match ($route) {
    'POST /register' => register(...texts('email', 'password')),
    'POST /login' => login(...texts('email', 'password')),
    default => null, // both end the request, so nothing below this line is reached without a token
};

$user = user();

match ($route) {
    'GET /me' => me($user),
    'GET /notes' => list_notes($user),
    'POST /notes' => create_note($user, ...texts('title', 'text')),
    'POST /notes/bulk-delete' => delete_notes($user, sent()->ids ?? null),
    'GET /notes/{id}' => answer(200, own_note($user, $note)),
    'PUT /notes/{id}' => save_note($user, $note, ...texts('title', 'text')),
    'PATCH /notes/{id}' => change_note($user, $note),
    'DELETE /notes/{id}' => delete_note($user, $note),
    'GET /notes/{id}/comments' => list_comments($user, $note),
    'POST /notes/{id}/comments' => create_comment($user, $note, ...texts('text')),
    'DELETE /notes/{id}/comments/{id}' => delete_comment($user, $note, $comment),
    default => refuse(404, 'there is nothing here'),
};

// --- Who is asking ---

/** The id of the user whose token this is, or the end of this request. */
function user(): int
{
    [$scheme, $token] = [...explode(' ', $_SERVER['HTTP_AUTHORIZATION'] ?? '', 2), ''];
    $session = rows('SELECT account_id FROM sessions WHERE token_hash = ?', digest($token));
    if (strtolower($scheme) !== 'bearer' || !$session) {
        refuse(401, 'log in first');
    }
    return $session[0]['account_id'];
}

function register(string $email, string $password): never
{
    $hash = password_hash(whole($password), PASSWORD_BCRYPT); // salted anew each time, and slow on purpose
    $made = rows('INSERT INTO accounts (email, hash) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id, email', $email, $hash);
    $made ? answer(201, $made[0]) : refuse(409, 'this e-mail has an account already');
}

function login(string $email, string $password): never
{
    $account = rows('SELECT id, hash FROM accounts WHERE email = ?', $email)[0] ?? null;
    $matches = password_verify(whole($password), $account['hash'] ?? NOBODY);
    if ($account === null || !$matches) {
        refuse(401, 'e-mail or password is wrong');
    }
    $token = bin2hex(random_bytes(32));
    rows('INSERT INTO sessions (token_hash, account_id) VALUES (?, ?)', digest($token), $account['id']);
    answer(200, ['token' => $token]);
}

function me(int $user): never
{
    answer(200, rows('SELECT id, email, (SELECT count(*) FROM notes WHERE owner_id = accounts.id) AS notes
        FROM accounts WHERE id = ?', $user)[0]);
}

// --- Notes: `AND owner_id = ?` in every line of SQL, the changing ones too ---

/** The user's notes; with `q` those that hold it. The brackets around OR matter. */
function list_notes(int $user): never
{
    $word = is_string($_GET['q'] ?? null) ? $_GET['q'] : '';
    answer(200, rows('SELECT id, title, text FROM notes
        WHERE owner_id = ? AND (instr(title, ?) > 0 OR instr(text, ?) > 0) ORDER BY id', $user, $word, $word));
}

/** A note of the user. Another's is as good as not there: 404 does not even say that it exists. */
function own_note(int $user, string $note): array
{
    return rows('SELECT id, title, text FROM notes WHERE id = ? AND owner_id = ?', $note, $user)[0]
        ?? refuse(404, 'there is no such note');
}

function create_note(int $user, string $title, string $text): never
{
    answer(201, rows('INSERT INTO notes (owner_id, title, text) VALUES (?, ?, ?) RETURNING id, title, text', $user, $title, $text)[0]);
}

/** Store what is not null. Looking whose it is and changing it are one statement, so nothing comes in between. */
function save_note(int $user, string $note, ?string $title, ?string $text): never
{
    $saved = rows('UPDATE notes SET title = coalesce(?, title), text = coalesce(?, text)
        WHERE id = ? AND owner_id = ? RETURNING id, title, text', $title, $text, $note, $user);
    answer(200, $saved[0] ?? refuse(404, 'there is no such note'));
}

function change_note(int $user, string $note): never
{
    $names = array_intersect(['title', 'text'], array_keys(get_object_vars(sent())));
    $fields = array_combine($names, texts(...$names));
    save_note($user, $note, $fields['title'] ?? null, $fields['text'] ?? null);
}

function delete_note(int $user, string $note): never
{
    rows('DELETE FROM notes WHERE id = ? AND owner_id = ? RETURNING id', $note, $user)
        ? answer(204) : refuse(404, 'there is no such note');
}

/** Delete those of the notes that are the user's own, all in one statement. */
function delete_notes(int $user, mixed $ids): never
{
    if (!is_array($ids)) {
        refuse(422, 'ids must be a list of note ids');
    }
    $possible = json_encode(array_values(array_filter($ids, is_int(...)))); // nothing else can be an id of ours
    $deleted = rows('DELETE FROM notes WHERE owner_id = ? AND id IN (SELECT value FROM json_each(?)) RETURNING id', $user, $possible);
    answer(200, ['deleted' => count($deleted)]);
}

// --- Comments: a way to them leads through a note of the user only ---

function list_comments(int $user, string $note): never
{
    own_note($user, $note);
    answer(200, rows('SELECT id, text FROM comments WHERE note_id = ? ORDER BY id', $note));
}

function create_comment(int $user, string $note, string $text): never
{
    $made = rows('INSERT INTO comments (note_id, text) SELECT id, ? FROM notes WHERE id = ? AND owner_id = ? RETURNING id, text',
        $text, $note, $user);
    answer(201, $made[0] ?? refuse(404, 'there is no such note'));
}

/** Delete a comment that stands under this note, which must be the user's. */
function delete_comment(int $user, string $note, string $comment): never
{
    own_note($user, $note);
    rows('DELETE FROM comments WHERE id = ? AND note_id = ? RETURNING id', $comment, $note)
        ? answer(204) : refuse(404, 'there is no such comment');
}

// --- Small parts ---

/** Bcrypt reads 72 bytes and stops at a NUL; the digest of the password has neither trouble and keeps every byte. */
function whole(string $password): string
{
    return base64_encode(hash('sha384', $password, binary: true));
}

/** What is stored of a token. It is long and random, so a fast hash is enough. */
function digest(string $token): string
{
    return hash('sha256', $token);
}

/** The JSON object of the request, or the end of it. */
function sent(): object
{
    $sent = json_decode(file_get_contents('php://input')); // null for what is no JSON, half an emoji too
    return is_object($sent) ? $sent : refuse(400, 'the body must be a JSON object');
}

/** These fields of the body, each a text that is not empty; or the end of this request. */
function texts(string ...$names): array
{
    $sent = sent();
    $values = array_map(fn ($name) => $sent->$name ?? null, $names);
    if (array_filter($values, fn ($value) => !is_string($value) || $value === '')) {
        refuse(422, implode(' and ', $names) . ': a text that is not empty is needed');
    }
    return $values;
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
