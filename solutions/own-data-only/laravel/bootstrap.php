<?php
// What `laravel new` makes in many files, in one: the application, its parts, and how a request goes through it.

declare(strict_types=1);

use Illuminate\Config\Repository;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel as KernelContract;
use Illuminate\Database\DatabaseServiceProvider;
use Illuminate\Events\EventServiceProvider;
use Illuminate\Filesystem\FilesystemServiceProvider;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Bootstrap;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Facade;
use Illuminate\Translation\TranslationServiceProvider;
use Illuminate\Validation\ValidationServiceProvider;
use Illuminate\View\ViewServiceProvider;

/** An application without sessions and views, and with the SQLite file KATA_DATA/app.db as its database. */
function kata_application(callable $routes): Application
{
    $app = new Application(__DIR__);
    $app->detectEnvironment(fn () => 'production');
    $app->instance('config', new Repository([
        'app' => ['debug' => false, 'timezone' => 'UTC', 'locale' => 'en', 'fallback_locale' => 'en'],
        'view' => ['paths' => [], 'compiled' => sys_get_temp_dir()],
        'database' => [
            'default' => 'sqlite',
            'connections' => ['sqlite' => [
                'driver' => 'sqlite',
                'database' => (getenv('KATA_DATA') ?: '.') . '/app.db',
                'foreign_key_constraints' => true,
            ]],
        ],
    ]));
    $app->singleton(KernelContract::class, KataKernel::class);
    $app->singleton(ExceptionHandler::class, KataHandler::class);
    Facade::setFacadeApplication($app);
    $providers = [
        EventServiceProvider::class, FilesystemServiceProvider::class, ViewServiceProvider::class,
        TranslationServiceProvider::class, ValidationServiceProvider::class, DatabaseServiceProvider::class,
    ];
    foreach ($providers as $provider) {
        $app->register($provider);
    }
    $app->booted($routes);
    return $app;
}

/** Answer the request that this run of PHP is for. */
function kata_answer(Application $app): void
{
    $kernel = $app->make(KernelContract::class);
    $request = Request::capture();
    $response = $kernel->handle($request);
    $response->send();
    $kernel->terminate($request, $response);
}

/** Mistakes are answered as JSON, and told to the log in one line. */
class KataHandler extends Handler
{
    public function report(Throwable $error): void
    {
        if ($this->shouldReport($error)) {
            $class = $error::class;
            error_log("PHP $class: {$error->getMessage()} in {$error->getFile()}:{$error->getLine()}");
        }
    }

    protected function shouldReturnJson($request, Throwable $error): bool
    {
        return true;
    }
}

/** Laravel's way of a request, less what reads the files of a whole project. */
class KataKernel extends Kernel
{
    protected $bootstrappers = [
        Bootstrap\HandleExceptions::class,
        Bootstrap\BootProviders::class,
    ];
}
