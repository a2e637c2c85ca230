"""Accounts whose passwords can be checked but never read back: those that Django brings along."""

import json
import os
import secrets

import django
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.exceptions import BadRequest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import IntegrityError
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST


class Scrypt(ScryptPasswordHasher):
    """A slow hash that reads every byte of a password. About 40 ms here; Django's own takes five times as long."""

    parallelism = 1


settings.configure(
    SECRET_KEY="only-for-learning",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    PASSWORD_HASHERS=[f"{__name__}.Scrypt"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(os.environ["KATA_DATA"], "accounts.db"),
            "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},  # writers wait for their turn
        }
    },
    DATA_UPLOAD_MAX_MEMORY_SIZE=64 * 1024,
)
django.setup()

User = get_user_model()


@require_POST
def register(request):
    """Make an account, unless the e-mail has one."""
    email, password = credentials(request)
    user = User(username=email)
    user.set_password(password)  # makes a new salt and hashes, before the database is asked for anything
    try:
        user.save()
    except IntegrityError:  # usernames are unique, and the database sees to it
        return JsonResponse({"error": "this e-mail has an account already"}, status=409)
    return JsonResponse({"email": email}, status=201)


@require_POST
def login(request):
    """Give out a token for the right password; say the same to everyone else."""
    email, password = credentials(request)
    if authenticate(request, username=email, password=password) is None:
        return JsonResponse({"error": "e-mail or password is wrong"}, status=401)
    return JsonResponse({"token": secrets.token_urlsafe(32)})


urlpatterns = [path("register", register), path("login", login)]


def handler400(request, exception):
    """Answer BadRequest, which any view may raise, as JSON. Django finds this function by its name."""
    return JsonResponse({"error": str(exception)}, status=400)


def credentials(request):
    """Return the e-mail and the password of the request, or refuse it without repeating what it holds."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):  # broken; nested too deep
        raise BadRequest("the body must be JSON") from None
    if not isinstance(sent, dict) or not (is_text(sent.get("email")) and is_text(sent.get("password"))):
        raise BadRequest("email and password must be texts that are not empty")
    return sent["email"], sent["password"]


def is_text(value):
    """Say whether this is a text, not empty, that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        return len(value.encode()) > 0
    except UnicodeEncodeError:
        return False


class Server(ThreadedWSGIServer):
    """One thread answers one request."""

    request_queue_size = 128


if __name__ == "__main__":
    call_command("migrate", verbosity=0)  # makes the tables that are not there yet
    server = Server(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
