<?php
// The gate: checks an order, says everything that is wrong with it, and stores nothing.

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Validation\ImplicitRule;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Validator;
use Symfony\Component\HttpKernel\Exception\HttpExceptionInterface;

const LARGEST_BODY = 1_000_000;

/** A text of so many characters. Implicit: Laravel skips other rules where a text is empty or nothing but spaces. */
class Text implements ImplicitRule
{
    private string $code;

    public function __construct(private int $shortest, private int $longest)
    {
    }

    public function passes($field, $value): bool
    {
        $this->code = match (true) {
            !is_string($value) => 'type',
            mb_strlen($value) < $this->shortest => 'empty',
            mb_strlen($value) > $this->longest => 'too_long',
            default => '',
        };
        return $this->code === '';
    }

    public function message(): string
    {
        return $this->code;
    }
}

/** A whole number of JSON. Laravel's `integer` was made for forms: it takes "2" and true too. */
class Whole implements ImplicitRule
{
    private string $code;

    public function __construct(private int $least, private int $most)
    {
    }

    public function passes($field, $value): bool
    {
        $this->code = match (true) {
            !is_int($value) => 'type',
            $value < $this->least, $value > $this->most => 'range',
            default => '',
        };
        return $this->code === '';
    }

    public function message(): string
    {
        return $this->code;
    }
}

/** A list of JSON; JSON objects stay objects here. Implicit: Laravel's `array` does not look at an empty text at all. */
class Items implements ImplicitRule
{
    private string $code;

    public function passes($field, $value): bool
    {
        $this->code = match (true) {
            !is_array($value) => 'type',
            $value === [] => 'empty',
            default => '',
        };
        return $this->code === '';
    }

    public function message(): string
    {
        return $this->code;
    }
}

$app = kata_application(function () {
    Route::post('/orders', function (Request $request) {
        $errors = order_mistakes(order($request));
        return $errors ? problem(422, 'The order is not valid', $errors) : ['valid' => true];
    });
});
$app->make(ExceptionHandler::class)->renderable( // abort() ends here
    fn (HttpExceptionInterface $error) => problem($error->getStatusCode(), $error->getMessage() ?: 'There is nothing here'),
);

/** The order that was sent, an object; or the end of this request. */
function order(Request $request): object
{
    $type = strtolower(trim(explode(';', $request->header('Content-Type', ''))[0]));
    abort_unless($type === 'application/json', 415, 'An order is sent as application/json');
    $body = $request->getContent();
    abort_if(strlen($body) > LARGEST_BODY, 413, 'The order is too large');
    $order = json_decode($body); // null also for what is no JSON or nested too deep
    abort_unless(is_object($order), 400, 'An order is a JSON object');
    return $order;
}

function order_mistakes(object $order): array
{
    $fields = get_object_vars($order);
    // `bail` stops at a field's first mistake. `present` lets null pass, which `required` would take for "not there".
    $rules = [
        'customer' => ['bail', 'present', new Text(1, 100)],
        'note' => ['sometimes', new Text(0, 200)],
        'items' => ['bail', 'present', new Items()],
    ];
    $codes = ['present' => 'required']; // instead of a message
    $found = unknown_fields($fields, $rules);
    foreach (Validator::make(array_intersect_key($fields, $rules), $rules, $codes)->errors()->toArray() as $name => $messages) {
        $found[] = mistake($name, $messages[0]);
    }
    foreach (is_array($order->items ?? null) ? $order->items : [] as $at => $item) {
        array_push($found, ...(is_object($item) ? item_mistakes(get_object_vars($item), "items[$at].") : [mistake("items[$at]", 'type')]));
    }
    return $found;
}

/** Asks the rules directly: with ten thousand items, as many validators would take seconds. */
function item_mistakes(array $fields, string $prefix): array
{
    $rules = ['sku' => new Text(1, 40), 'quantity' => new Whole(1, 999)];
    $found = unknown_fields($fields, $rules, $prefix);
    foreach ($rules as $name => $rule) {
        if (!array_key_exists($name, $fields)) {
            $found[] = mistake($prefix . $name, 'required');
        } elseif (!$rule->passes($name, $fields[$name])) {
            $found[] = mistake($prefix . $name, $rule->message());
        }
    }
    return $found;
}

function unknown_fields(array $fields, array $known, string $prefix = ''): array
{
    return array_map(fn ($name) => mistake($prefix . $name, 'unknown'), array_keys(array_diff_key($fields, $known)));
}

function mistake(string $field, string $code): array
{
    return ['field' => $field, 'code' => $code];
}

/** A problem document (RFC 9457). */
function problem(int $status, string $title, array $errors = []): JsonResponse
{
    $document = ['title' => $title, 'status' => $status, 'errors' => $errors];
    return response()->json($document, $status, ['Content-Type' => 'application/problem+json']);
}

kata_answer($app);
