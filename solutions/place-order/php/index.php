<?php
// Validate, save, confirm: orders in SQLite.

declare(strict_types=1);

const MENU = ['margherita' => 895, 'ramen' => 1295, 'gyoza' => 435, 'mochi' => 535, 'tea' => 205]; // prices in cents

$database = new PDO('sqlite:' . getenv('KATA_DATA') . '/orders.db');
$database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$database->setAttribute(PDO::ATTR_TIMEOUT, 30); // seconds to wait for another request that is writing
$database->exec('CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL)');
$database->exec('CREATE TABLE IF NOT EXISTS items (
    order_id INTEGER NOT NULL REFERENCES orders (id), position INTEGER NOT NULL,
    dish TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL,
    PRIMARY KEY (order_id, position))');

$path = explode('?', $_SERVER['REQUEST_URI'])[0];
$id = preg_match('~^/orders/([0-9]+)$~', $path, $found) ? $found[1] : '';

match ($_SERVER['REQUEST_METHOD'] . ' ' . ($id === '' ? $path : '/orders/{id}')) {
    'GET /menu' => send(200, menu()),
    'POST /orders' => place_order(),
    'GET /orders' => send(200, all_orders()),
    'GET /orders/{id}' => send(200, find($id) ?? problem(404, 'There is no such order')),
    default => problem(404, 'There is nothing here'),
};

function place_order(): never
{
    $sent = json_decode(file_get_contents('php://input')); // received; null for what is no JSON, half an emoji too
    if (!is_object($sent)) {
        problem(400, 'An order is a JSON object');
    }
    $mistakes = order_mistakes($sent); // validated
    if ($mistakes) {
        problem(422, 'The order is not valid', $mistakes);
    }
    $id = save($sent->customer, $sent->items); // saved
    send(201, find($id)); // confirmed: with what was saved
}

function menu(): array
{
    return array_map(fn ($dish, $price) => ['dish' => $dish, 'price' => $price], array_keys(MENU), MENU);
}

// --- Orders in the database ---

/** Save an order with all its items, each at today's price: all of it or nothing. */
function save(string $customer, array $items): string
{
    global $database;
    $database->beginTransaction();
    rows('INSERT INTO orders (customer) VALUES (?)', $customer);
    $id = $database->lastInsertId();
    foreach ($items as $position => $item) {
        rows('INSERT INTO items VALUES (?, ?, ?, ?, ?)', $id, $position, $item->dish, $item->quantity, MENU[$item->dish]);
    }
    $database->commit();
    return $id;
}

function all_orders(): array
{
    $orders = rows('SELECT id, customer FROM orders ORDER BY id'); // first: what is here now has all its items
    $items = [];
    foreach (rows('SELECT order_id, dish, quantity, price FROM items ORDER BY order_id, position') as $row) {
        $items[array_shift($row)][] = $row; // array_shift takes the order_id off
    }
    return array_map(fn ($order) => shown($order, $items[$order['id']]), $orders);
}

function find(string $id): ?array
{
    $order = rows('SELECT id, customer FROM orders WHERE id = ?', $id)[0] ?? null;
    if ($order === null) {
        return null;
    }
    return shown($order, rows('SELECT dish, quantity, price FROM items WHERE order_id = ? ORDER BY position', $id));
}

/** An order as clients see it. The total follows from the items, so that the two can't disagree. */
function shown(array $order, array $items): array
{
    $total = array_sum(array_map(fn ($item) => $item['price'] * $item['quantity'], $items));
    return [...$order, 'items' => $items, 'total' => $total];
}

function rows(string $sql, mixed ...$values): array
{
    global $database;
    $statement = $database->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll(PDO::FETCH_ASSOC);
}

// --- What an order may be. A code says what is wrong with a value; null says that it is fine. ---

/** All mistakes of an order: code by field. */
function order_mistakes(object $order): array
{
    $codes = ['customer' => code($order, 'customer', customer_code(...)), 'items' => code($order, 'items', items_code(...))];
    foreach ($codes['items'] === null ? $order->items : [] as $at => $item) {
        if (is_object($item)) {
            $codes["items[$at].dish"] = code($item, 'dish', dish_code(...));
            $codes["items[$at].quantity"] = code($item, 'quantity', quantity_code(...));
        } else {
            $codes["items[$at]"] = 'type';
        }
    }
    return array_filter($codes);
}

function code(object $given, string $name, callable $check): ?string
{
    return property_exists($given, $name) ? $check($given->$name) : 'required'; // isset would not tell null from "not there"
}

function customer_code(mixed $value): ?string
{
    return match (true) {
        !is_string($value) => 'type',
        $value === '' => 'empty',
        mb_strlen($value) > 100 => 'too_long',
        default => null,
    };
}

function items_code(mixed $value): ?string
{
    return match (true) {
        !is_array($value) => 'type', // a JSON object is no array here
        $value === [] => 'empty',
        default => null,
    };
}

function dish_code(mixed $value): ?string
{
    return match (true) {
        !is_string($value) => 'type',
        !array_key_exists($value, MENU) => 'not_on_menu',
        default => null,
    };
}

function quantity_code(mixed $value): ?string
{
    return match (true) {
        !is_int($value) => 'type', // "2", true and 2.5 are none
        $value < 1, $value > 99 => 'range',
        default => null,
    };
}

// --- Answers ---

/** Answer with a problem document (RFC 9457), and end. */
function problem(int $status, string $title, array $codes = []): never
{
    $errors = array_map(fn ($field, $code) => ['field' => $field, 'code' => $code], array_keys($codes), $codes);
    send($status, ['title' => $title, 'status' => $status, 'errors' => $errors], 'application/problem+json');
}

function send(int $status, mixed $value, string $type = 'application/json'): never
{
    http_response_code($status);
    header("Content-Type: $type");
    echo json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    exit;
}
