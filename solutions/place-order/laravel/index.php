<?php
// Validate, save, confirm: orders with Eloquent in SQLite.

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Validation\ImplicitRule;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\Facades\Validator;
use Illuminate\Validation\Validator as Validation;
use Symfony\Component\HttpKernel\Exception\HttpExceptionInterface;

const MENU = ['margherita' => 895, 'ramen' => 1295, 'gyoza' => 435, 'mochi' => 535, 'tea' => 205]; // prices in cents

class Order extends Model
{
    public $timestamps = false;
    protected $fillable = ['customer'];
    protected $with = ['items']; // an order never comes without them
    protected $appends = ['total'];

    public function items(): HasMany
    {
        return $this->hasMany(Item::class)->orderBy('id');
    }

    /** Not stored: it follows from the items, so that the two can't disagree. */
    public function getTotalAttribute(): int
    {
        return $this->items->sum(fn (Item $item) => $item->price * $item->quantity);
    }
}

class Item extends Model
{
    public $timestamps = false;
    protected $fillable = ['dish', 'quantity', 'price'];
    protected $hidden = ['id', 'order_id'];
}

/** Make the tables, once. In a whole project `php artisan migrate` does this before the server starts. */
function migrate(): void
{
    $file = config('database.connections.sqlite.database');
    is_file($file) || touch($file);
    if (Schema::hasTable('orders')) {
        return;
    }
    DB::unprepared('BEGIN IMMEDIATE'); // of several first requests one makes the tables; the others wait here, and find them
    if (!Schema::hasTable('orders')) {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->string('customer');
        });
        Schema::create('items', function (Blueprint $table) {
            $table->id();
            $table->foreignId('order_id')->index()->constrained();
            $table->string('dish');
            $table->unsignedInteger('quantity');
            $table->unsignedInteger('price'); // of one such dish on the day of the order
        });
    }
    DB::unprepared('COMMIT');
}

$app = kata_application(function () {
    migrate();

    Route::get('/menu', fn () => array_map(fn ($dish) => ['dish' => $dish, 'price' => MENU[$dish]], array_keys(MENU)));
    Route::post('/orders', function (Request $request) {
        $sent = json_decode($request->getContent()); // received; null for what is no JSON, half an emoji too
        abort_unless(is_object($sent), 400, 'An order is a JSON object');
        $mistakes = order_mistakes($sent); // validated
        if ($mistakes) {
            return problem(422, 'The order is not valid', $mistakes);
        }
        $id = save($sent->customer, $sent->items); // saved
        return response()->json(Order::find($id), 201); // confirmed: with what was saved
    });
    Route::get('/orders', fn () => Order::orderBy('id')->get());
    Route::get('/orders/{id}', fn (string $id) => Order::find($id) ?? abort(404, 'There is no such order'));
});
$app->make(ExceptionHandler::class)->renderable( // abort() ends here
    fn (HttpExceptionInterface $error) => problem($error->getStatusCode(), $error->getMessage() ?: 'There is nothing here'),
);

/** Save an order with all its items, each at today's price: all of it or nothing. */
function save(string $customer, array $items): int
{
    return DB::transaction(function () use ($customer, $items) {
        $order = Order::create(['customer' => $customer]);
        $order->items()->createMany(array_map(fn ($item) => [
            'dish' => $item->dish,
            'quantity' => $item->quantity,
            'price' => MENU[$item->dish],
        ], $items));
        return $order->id;
    });
}

// --- What an order may be. A code says what is wrong with a value; null says that it is fine. ---

/** A rule whose message is the code. Implicit: Laravel skips other rules where a text is empty. */
class Check implements ImplicitRule
{
    private ?string $code;

    public function __construct(private Closure $code_of)
    {
    }

    public function passes($field, $value): bool
    {
        $this->code = ($this->code_of)($value);
        return $this->code === null;
    }

    public function message(): string
    {
        return $this->code;
    }
}

/** All mistakes of an order: code by field. */
function order_mistakes(object $order): array
{
    // `bail` stops at a field's first mistake. `present` lets null pass, which `required` would take for "not there".
    $order_gate = gate(['customer' => ['bail', 'present', new Check(customer_code(...))], 'items' => ['bail', 'present', new Check(items_code(...))]]);
    $item_gate = gate([
        'dish' => ['bail', 'present', new Check(dish_code(...))],
        'quantity' => ['bail', 'present', new Check(quantity_code(...))],
    ]);
    $codes = mistakes($order_gate, $order);
    foreach (is_array($order->items ?? null) ? $order->items : [] as $at => $item) {
        $codes += is_object($item) ? mistakes($item_gate, $item, "items[$at].") : ["items[$at]" => 'type'];
    }
    return $codes;
}

/** A validator whose messages are the codes of the contract. */
function gate(array $rules): Validation
{
    return Validator::make([], $rules, ['present' => 'required']);
}

function mistakes(Validation $gate, object $given, string $prefix = ''): array
{
    $gate->setData(array_intersect_key(get_object_vars($given), $gate->getRules()))->passes();
    return collect($gate->errors()->toArray())->mapWithKeys(fn ($codes, $name) => [$prefix . $name => $codes[0]])->all();
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
        !is_array($value) => 'type', // a JSON object is no array here; Laravel's own array takes the text "" for no mistake
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
        !is_int($value) => 'type', // Laravel's own integer takes "2" and true too
        $value < 1, $value > 99 => 'range',
        default => null,
    };
}

/** A problem document (RFC 9457). */
function problem(int $status, string $title, array $codes = []): JsonResponse
{
    $errors = array_map(fn ($field, $code) => ['field' => $field, 'code' => $code], array_keys($codes), $codes);
    $document = ['title' => $title, 'status' => $status, 'errors' => $errors];
    return response()->json($document, $status, ['Content-Type' => 'application/problem+json']);
}

kata_answer($app);
