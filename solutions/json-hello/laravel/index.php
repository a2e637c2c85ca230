<?php
// Say hello in JSON and in plain text.

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Support\Facades\Route;

$app = kata_application(function () {
    Route::get('/json', fn () => response()->json(['message' => 'Hello, World!']));
    Route::get('/plaintext', fn () => response('Hello, World!', 200, ['Content-Type' => 'text/plain; charset=utf-8']));
});

kata_answer($app);
