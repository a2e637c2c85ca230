<?php
// Private notes: the token says who asks, and every note is looked for among that user's notes only.

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Auth\AuthServiceProvider;
use Illuminate\Auth\Middleware\Authenticate;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\QueryException;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Foundation\Auth\User as Authenticatable;
use Illuminate\Hashing\HashServiceProvider;
use Illuminate\Http\Request;
use Illuminate\Routing\Middleware\SubstituteBindings;
use Illuminate\Support\Facades\Auth;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Hash;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\Facades\Validator;
use Symfony\Component\HttpKernel\Exception\ConflictHttpException;

// Compared with when there is no such account, so that this takes as long as a wrong password. Nobody is let in by it.
const NOBODY = '$2y$10$ZCRqkRDnjiZ.SFwGNGMYw.6yyIVPb6Q7ly3GY8xz2f2Z9BC0a2pUK';

class User extends Authenticatable
{
    public $timestamps = false;
    protected $visible = ['id', 'email'];

    public function notes(): HasMany
    {
        return $this->hasMany(Note::class);
    }
}

class Session extends Model
{
    public $timestamps = false;
    public $incrementing = false;
    protected $primaryKey = 'token_hash';
    protected $keyType = 'string';
    protected $guarded = []; // made of values of ours only

    public function user(): BelongsTo
    {
        return $this->belongsTo(User::class);
    }
}

class Note extends Model
{
    public $timestamps = false;
    protected $fillable = ['title', 'text']; // never user_id: that comes from the token
    protected $visible = ['id', 'title', 'text'];

    public function comments(): HasMany
    {
        return $this->hasMany(Comment::class);
    }
}

class Comment extends Model
{
    public $timestamps = false;
    protected $fillable = ['text'];
    protected $visible = ['id', 'text'];
}

/** Make the tables, once. In a whole project `php artisan migrate` does this before the server starts. */
function migrate(): void
{
    $file = config('database.connections.sqlite.database');
    is_file($file) || touch($file);
    if (Schema::hasTable('users')) {
        return;
    }
    DB::unprepared('BEGIN IMMEDIATE'); // of several first requests one makes the tables; the others wait here, and find them
    if (!Schema::hasTable('users')) {
        Schema::create('users', function (Blueprint $table) {
            $table->id();
            $table->string('email')->unique();
            $table->string('hash');
        });
        Schema::create('sessions', function (Blueprint $table) {
            $table->string('token_hash')->primary();
            $table->foreignId('user_id')->constrained();
        });
        Schema::create('notes', function (Blueprint $table) {
            $table->id(); // AUTOINCREMENT: an old link never leads to a stranger's new note
            $table->foreignId('user_id')->index()->constrained();
            $table->string('title');
            $table->text('text');
        });
        Schema::create('comments', function (Blueprint $table) {
            $table->id();
            $table->foreignId('note_id')->index()->constrained()->cascadeOnDelete();
            $table->text('text');
        });
    }
    DB::unprepared('COMMIT');
}

/** The fields of the body that these rules name, checked; or the end of this request. */
function sent(Request $request, array $rules): array
{
    $sent = json_decode($request->getContent()); // null for what is no JSON, half an emoji too
    abort_unless(is_object($sent), 400, 'the body must be a JSON object');
    return Validator::validate(get_object_vars($sent), $rules);
}

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

$app = kata_application(function () {
    migrate();

    // Not Laravel's `required`: it takes eight spaces for nothing, and they are a password.
    Validator::extendImplicit('filled_text', fn ($field, $value) => is_string($value) && $value !== '', 'a text that is not empty is needed');

    // Who is asking? The user whose token this is.
    config(['auth.defaults.guard' => 'token', 'auth.guards.token' => ['driver' => 'session-token']]);
    Auth::viaRequest('session-token', fn (Request $request) => Session::find(digest($request->bearerToken() ?? ''))?->user);

    // May you have this? Whatever route has a {note} in it gets one of the user's own, and 404 for all others.
    Route::bind('note', fn ($id) => Auth::user()->notes()->findOrFail($id));
    Route::bind('comment', fn ($id, $route) => $route->parameter('note')->comments()->findOrFail($id));

    Route::post('/register', function (Request $request) {
        ['email' => $email, 'password' => $password] = sent($request, ['email' => 'filled_text', 'password' => 'filled_text']);
        $made = User::insertOrIgnore(['email' => $email, 'hash' => Hash::make(whole($password))]);
        abort_unless($made, 409, 'this e-mail has an account already');
        return response()->json(User::firstWhere('email', $email), 201);
    });

    Route::post('/login', function (Request $request) {
        ['email' => $email, 'password' => $password] = sent($request, ['email' => 'filled_text', 'password' => 'filled_text']);
        $user = User::firstWhere('email', $email);
        $matches = Hash::check(whole($password), $user->hash ?? NOBODY);
        abort_unless($user && $matches, 401, 'e-mail or password is wrong');
        $token = bin2hex(random_bytes(32));
        Session::create(['token_hash' => digest($token), 'user_id' => $user->id]);
        return ['token' => $token];
    });

    // Everything else needs a token, paths that do not exist too: a new route is guarded until somebody takes it out of here.
    Route::middleware([Authenticate::class, SubstituteBindings::class])->group(function () {
        Route::get('/me', fn (Request $request) => [...$request->user()->toArray(), 'notes' => $request->user()->notes()->count()]);

        Route::get('/notes', function (Request $request) {
            $word = $request->query('q');
            return $request->user()->notes()->orderBy('id')
                // A function of its own puts brackets around the OR. Without them it would open everyone's texts.
                ->when(is_string($word), fn ($notes) => $notes->where(fn ($either) => $either
                    ->whereRaw('instr(title, ?) > 0', [$word])->orWhereRaw('instr(text, ?) > 0', [$word])))
                ->get();
        });
        // A model that has just been made is answered with 201.
        Route::post('/notes', fn (Request $request) => $request->user()->notes()->create(
            sent($request, ['title' => 'filled_text', 'text' => 'filled_text'])));
        Route::post('/notes/bulk-delete', function (Request $request) {
            ['ids' => $ids] = sent($request, ['ids' => 'present|array']);
            $possible = array_filter($ids, is_int(...)); // nothing else can be an id of ours
            return ['deleted' => $request->user()->notes()->whereIntegerInRaw('id', $possible)->delete()];
        });

        Route::get('/notes/{note}', fn (Note $note) => $note);
        Route::put('/notes/{note}', fn (Request $request, Note $note) => tap($note)->update(
            sent($request, ['title' => 'filled_text', 'text' => 'filled_text'])));
        Route::patch('/notes/{note}', fn (Request $request, Note $note) => tap($note)->update(
            sent($request, ['title' => 'sometimes|filled_text', 'text' => 'sometimes|filled_text'])));
        Route::delete('/notes/{note}', function (Note $note) {
            $note->delete(); // its comments go with it
            return response()->noContent();
        });

        Route::get('/notes/{note}/comments', fn (Note $note) => $note->comments()->orderBy('id')->get());
        Route::post('/notes/{note}/comments', fn (Request $request, Note $note) => $note->comments()->create(
            sent($request, ['text' => 'filled_text'])));
        Route::delete('/notes/{note}/comments/{comment}', function (Note $note, Comment $comment) {
            $comment->delete();
            return response()->noContent();
        });

        Route::any('/{path}', fn () => abort(404, 'there is nothing here'))->where('path', '.*');
    });
});
// The foreign key refuses a comment whose note was deleted a moment ago: a conflict, and no fault of ours.
$app->make(ExceptionHandler::class)->map(QueryException::class, fn (QueryException $error) => $error->getCode() === '23000'
    ? new ConflictHttpException('this has just changed') : $error);
$app->register(AuthServiceProvider::class);
$app->register(HashServiceProvider::class);

kata_answer($app);
