<?php
// Accounts whose passwords can be checked but never read back.

declare(strict_types=1);

const COST = ['cost' => 10]; // of a hash: about 50 ms, for whoever logs in and for whoever guesses
// The hash of a password that nobody has: without an account there is this to compare with, so that both answers take as long.
const NOBODY = '$2y$10$ToridcFJyOMgiwaM0gssMef5Oz14sNE3OGQX3XkKfEHpcyVszU2gK';

$database = new PDO('sqlite:' . getenv('KATA_DATA') . '/accounts.db');
$database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$database->setAttribute(PDO::ATTR_TIMEOUT, 30); // seconds to wait for another request that is writing
$database->exec('CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, hash TEXT NOT NULL)');

match ($_SERVER['REQUEST_METHOD'] . ' ' . explode('?', $_SERVER['REQUEST_URI'], 2)[0]) {
    'POST /register' => register(...credentials()),
    'POST /login' => login(...credentials()),
    default => answer(404, ['error' => 'there is nothing here']),
};

function register(string $email, string $password): never
{
    $hash = password_hash(whole($password), PASSWORD_BCRYPT, COST); // salted anew each time, and slow on purpose
    $made = rows('INSERT INTO accounts (email, hash) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING email', $email, $hash);
    $made ? answer(201, ['email' => $email]) : answer(409, ['error' => 'this e-mail has an account already']);
}

function login(string $email, string $password): never
{
    $hash = rows('SELECT hash FROM accounts WHERE email = ?', $email)[0]['hash'] ?? null;
    $matches = password_verify(whole($password), $hash ?? NOBODY);
    if ($hash === null || !$matches) {
        answer(401, ['error' => 'e-mail or password is wrong']);
    }
    answer(200, ['token' => bin2hex(random_bytes(32))]);
}

/** Bcrypt reads 72 bytes and stops at a NUL; the digest of the password has neither trouble and keeps every byte. */
function whole(string $password): string
{
    return base64_encode(hash('sha384', $password, binary: true));
}

function credentials(): array
{
    $sent = json_decode(file_get_contents('php://input')); // null for what is no JSON, half an emoji too
    $fields = is_object($sent) ? [$sent->email ?? null, $sent->password ?? null] : [];
    if (count(array_filter($fields, fn ($value) => is_string($value) && $value !== '')) !== 2) {
        answer(422, ['error' => 'email and password must be texts that are not empty']);
    }
    return $fields;
}

function rows(string $sql, mixed ...$values): array
{
    global $database;
    $statement = $database->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll(PDO::FETCH_ASSOC);
}

/** Answer and end. The answer never repeats a password. */
function answer(int $status, mixed $value): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($value, JSON_THROW_ON_ERROR);
    exit;
}
