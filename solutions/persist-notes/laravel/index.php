<?php
// Notes with Eloquent in SQLite: what was confirmed is there after a kill.

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Contracts\Http\Kernel;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Http\Request;
use Illuminate\Routing\Middleware\SubstituteBindings;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\Facades\Validator;
use Symfony\Component\HttpFoundation\Response;

class Note extends Model
{
    public $timestamps = false;
    protected $fillable = ['text'];
}

/** Says how long each answer is: a client can then tell half an answer, cut off by a kill, from a whole one. */
class WithLength
{
    public function handle(Request $request, Closure $next): Response
    {
        $response = $next($request);
        if ($response->getContent() !== '') {
            $response->headers->set('Content-Length', (string) strlen($response->getContent()));
        }
        return $response;
    }
}

/** Make the table, once. In a whole project `php artisan migrate` does this before the server starts. */
function migrate(): void
{
    $file = config('database.connections.sqlite.database');
    is_file($file) || touch($file);
    if (Schema::hasTable('notes')) {
        return;
    }
    DB::unprepared('BEGIN IMMEDIATE'); // of several first requests one makes the table; the others wait here, and find it
    if (!Schema::hasTable('notes')) {
        Schema::create('notes', function (Blueprint $table) {
            $table->id(); // AUTOINCREMENT: an id never comes twice, whatever was deleted
            $table->text('text');
        });
    }
    DB::unprepared('COMMIT');
}

$app = kata_application(function () {
    migrate();

    Route::get('/notes', fn () => Note::orderBy('id')->get());
    Route::post('/notes', function (Request $request) {
        $sent = json_decode($request->getContent()); // null for what is no JSON, half an emoji too
        abort_unless(is_object($sent), 400, 'a note is a JSON object');
        // create() returns when the note is in the file. A model that has just been made is answered with 201.
        return Note::create(Validator::validate(get_object_vars($sent), ['text' => ['present', 'string']]));
    });

    // SubstituteBindings looks the {note} up and answers 404 when there is none.
    Route::middleware(SubstituteBindings::class)->group(function () {
        Route::get('/notes/{note}', fn (Note $note) => $note);
        Route::delete('/notes/{note}', function (Note $note) {
            $note->delete();
            return response()->noContent();
        });
    });
});
$app->make(Kernel::class)->pushMiddleware(WithLength::class);

kata_answer($app);
