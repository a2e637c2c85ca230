<?php
// Accounts whose passwords can be checked but never read back.

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Hashing\HashServiceProvider;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Hash;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\Facades\Validator;

// Compared with when there is no such account, so that this takes as long as a wrong password. Nobody is let in by it.
const NOBODY = '$2y$10$oycAYb126oMM9AB2TrImVuq7sCmBhHcuJAVeeLXDbamd6qzZUypoO';

class Account extends Model
{
}

/** Make the table, once. In a whole project `php artisan migrate` does this before the server starts. */
function migrate(): void
{
    $file = config('database.connections.sqlite.database');
    is_file($file) || touch($file);
    if (Schema::hasTable('accounts')) {
        return;
    }
    DB::unprepared('BEGIN IMMEDIATE'); // of several first requests one makes the table; the others wait here, and find it
    if (!Schema::hasTable('accounts')) {
        Schema::create('accounts', function (Blueprint $table) {
            $table->id();
            $table->string('email')->unique();
            $table->string('hash');
        });
    }
    DB::unprepared('COMMIT');
}

/** The e-mail and the password of the request; or the end of it. No answer repeats what was sent. */
function credentials(Request $request): array
{
    $sent = json_decode($request->getContent()); // null for what is no JSON, half an emoji too
    abort_unless(is_object($sent), 400, 'the body must be a JSON object');
    $fields = Validator::validate(get_object_vars($sent), ['email' => 'text', 'password' => 'text']);
    return [$fields['email'], $fields['password']];
}

/** Bcrypt reads 72 bytes and stops at a NUL; the digest of the password has neither trouble and keeps every byte. */
function whole(string $password): string
{
    return base64_encode(hash('sha384', $password, binary: true));
}

$app = kata_application(function () {
    migrate();

    // Not Laravel's `required`: it takes eight spaces for nothing, and they are a password.
    Validator::extendImplicit('text', fn ($field, $value) => is_string($value) && $value !== '', 'a text that is not empty is needed');

    Route::post('/register', function (Request $request) {
        [$email, $password] = credentials($request);
        // Hash::make salts each anew. The unique index decides who was first, also between two at the same moment.
        $made = Account::insertOrIgnore(['email' => $email, 'hash' => Hash::make(whole($password))]);
        abort_unless($made, 409, 'this e-mail has an account already');
        return response()->json(['email' => $email], 201);
    });

    Route::post('/login', function (Request $request) {
        [$email, $password] = credentials($request);
        $account = Account::firstWhere('email', $email);
        $matches = Hash::check(whole($password), $account->hash ?? NOBODY);
        abort_unless($account && $matches, 401, 'e-mail or password is wrong');
        return ['token' => bin2hex(random_bytes(32))];
    });
});
$app->register(HashServiceProvider::class);

kata_answer($app);
