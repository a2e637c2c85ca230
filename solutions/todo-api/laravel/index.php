<?php
// A todo list that follows the TodoBackend contract. PHP forgets everything after each request, so it is kept in SQLite.

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Http\Request;
use Illuminate\Routing\Middleware\SubstituteBindings;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\Facades\Validator;

class Todo extends Model
{
    public $timestamps = false;
    protected $fillable = ['title', 'completed', 'order']; // what a client may set, and nothing else
    protected $attributes = ['completed' => false, 'order' => null];
    protected $casts = ['completed' => 'boolean', 'order' => 'json']; // json: 7 stays 7, and 7.5 stays 7.5
    protected $hidden = ['id'];
    protected $appends = ['url'];

    public function getUrlAttribute(): string
    {
        return url("/$this->id"); // with the host under which the client has reached us
    }
}

/** Make the table, once. In a whole project `php artisan migrate` does this before the server starts. */
function migrate(): void
{
    $file = config('database.connections.sqlite.database');
    is_file($file) || touch($file);
    if (Schema::hasTable('todos')) {
        return;
    }
    DB::unprepared('BEGIN IMMEDIATE'); // of several first requests one makes the table; the others wait here, and find it
    if (!Schema::hasTable('todos')) {
        Schema::create('todos', function (Blueprint $table) {
            $table->id(); // AUTOINCREMENT: an id never comes twice, whatever was deleted
            $table->text('title');
            $table->boolean('completed');
            $table->json('order')->nullable();
        });
    }
    DB::unprepared('COMMIT');
}

/** The fields that were sent, every one checked; or the end of this request. */
function checked(Request $request, array $title): array
{
    $sent = json_decode($request->getContent());
    abort_unless(is_object($sent), 400, 'the body must be a JSON object');
    return Validator::validate(get_object_vars($sent), [
        'title' => $title,
        'completed' => only('is_bool'), // Laravel's own boolean takes 1 and "0" too
        'order' => ['nullable', only('is_order')], // and its numeric takes "7"
    ]);
}

function only(string $fits): Closure
{
    return fn ($field, $value, $fail) => $fits($value) || $fail("$field is not of the right type");
}

function is_order(mixed $value): bool
{
    return is_int($value) || (is_float($value) && is_finite($value));
}

$app = kata_application(function () {
    migrate();

    Route::get('/', fn () => Todo::orderBy('id')->get());
    // A model that has just been made is answered with 201.
    Route::post('/', fn (Request $request) => Todo::create(checked($request, ['present', 'string'])));
    Route::delete('/', function () {
        Todo::query()->delete(); // not truncate(): that would begin with id 1 again
        return response()->noContent();
    });

    // SubstituteBindings looks the {todo} up and answers 404 when there is none.
    Route::middleware(SubstituteBindings::class)->group(function () {
        Route::get('/{todo}', fn (Todo $todo) => $todo);
        Route::patch('/{todo}', function (Request $request, Todo $todo) {
            $todo->update(checked($request, ['string'])); // writes only the fields that change
            return $todo;
        });
        Route::delete('/{todo}', function (Todo $todo) {
            $todo->delete();
            return response()->noContent();
        });
    });
});

kata_answer($app);
