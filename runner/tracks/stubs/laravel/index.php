<?php
// A server with Laravel. Once: sudo apt install php-laravel-framework php-sqlite3
//
// The flow of every request:
//
//     client --request--> Laravel --finds the route, calls--> your function --response--> client

declare(strict_types=1);

require 'Illuminate/autoload.php';
require __DIR__ . '/bootstrap.php';

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

// What must outlive a restart belongs into this folder.
$dataFolder = getenv('KATA_DATA') ?: '.';

$app = kata_application(function () {
    // TODO: write a route for each path, such as:
    //
    //     Route::get('/hello', function (Request $request) {
    //         $name = $request->query('name', 'World');                // 1. read the request
    //         $message = "Hello, $name!";                              // 2. decide what to answer
    //         return response()->json(['message' => $message]);        // 3. return the response
    //     });

    // Everything that has no route of its own ends here.
    Route::any('/{path}', function (Request $request) {
        $what = $request->method() . ' ' . $request->getPathInfo();
        return response()->json(['error' => "$what is not implemented yet"], 501);
    })->where('path', '.*');
});

kata_answer($app);
