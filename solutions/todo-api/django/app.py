"""A todo list that follows the TodoBackend contract, kept in SQLite by Django's ORM."""

import json
import math
import os

import django
from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views import View

settings.configure(
    SECRET_KEY="only-for-learning",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[__name__],  # this file is an app, with models
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(os.environ.get("KATA_DATA", "."), "todos.db"),
            "OPTIONS": {
                "timeout": 30,  # seconds to wait for another request that is writing
                "transaction_mode": "IMMEDIATE",  # who will write takes the turn at the beginning, not in the middle
                "init_command": "PRAGMA journal_mode = WAL",  # readers and the one writer do not wait for each other
            },
        }
    },
)
django.setup()


class Todo(models.Model):
    """A row of the table. Django's ids are AUTOINCREMENT in SQLite: none comes twice, whatever was deleted."""

    title = models.TextField()
    completed = models.BooleanField(default=False)
    order = models.JSONField(null=True)  # a number that comes back as it was sent: 7 as 7, 7.5 as 7.5

    class Meta:
        db_table = "todos"

    def __str__(self):
        return self.title

    def shown(self, request):
        """Return the todo as clients see it, with the address at which they find it again."""
        url = request.build_absolute_uri(reverse("todo", args=[self.pk]))
        return {"title": self.title, "completed": self.completed, "order": self.order, "url": url}


class Todos(View):
    def get(self, request):
        return JsonResponse([todo.shown(request) for todo in Todo.objects.order_by("pk")], safe=False)

    def post(self, request):
        fields = checked_fields(request)
        if "title" not in fields:
            raise BadRequest("a todo needs a title")
        return JsonResponse(Todo.objects.create(**fields).shown(request), status=201)

    def delete(self, request):
        Todo.objects.all().delete()
        return HttpResponse(status=204)


class OneTodo(View):
    def get(self, request, todo_id):
        return JsonResponse(get_object_or_404(Todo, pk=todo_id).shown(request))

    def patch(self, request, todo_id):
        fields = checked_fields(request)
        with transaction.atomic():  # nobody else writes between our reading and our writing
            todo = get_object_or_404(Todo, pk=todo_id)
            for name, value in fields.items():
                setattr(todo, name, value)
            todo.save()
        return JsonResponse(todo.shown(request))

    def delete(self, request, todo_id):
        deleted, _ = Todo.objects.filter(pk=todo_id).delete()
        if not deleted:
            raise Http404
        return HttpResponse(status=204)


urlpatterns = [path("", Todos.as_view()), path("<int:todo_id>", OneTodo.as_view(), name="todo")]


def handler400(request, exception):
    """Answer BadRequest, which any view may raise, as JSON. Django finds these two functions by their names."""
    return JsonResponse({"error": str(exception)}, status=400)


def handler404(request, exception):
    return JsonResponse({"error": "there is no such todo"}, status=404)


def checked_fields(request):
    """Return the fields that we know, every one checked, or refuse the request."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):  # broken; nested too deep
        raise BadRequest("the body must be JSON") from None
    if not isinstance(sent, dict):
        raise BadRequest("the body must be a JSON object")
    fields = {name: sent[name] for name in FITS if name in sent}
    for name, value in fields.items():
        if not FITS[name](value):
            raise BadRequest(f"{name} is not of the right type")
    return fields


def is_title(value):
    """Say whether this is a text that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_order(value):
    # type() and not isinstance(): in Python True is an int. And JSON can spell numbers that end up as infinity.
    return value is None or type(value) is int or (type(value) is float and math.isfinite(value))


FITS = {"title": is_title, "completed": lambda value: isinstance(value, bool), "order": is_order}


def make_table(model):
    """Make the table of a model, unless it is there."""
    if model not in connection.introspection.installed_models(connection.introspection.table_names()):
        with connection.schema_editor() as editor:
            editor.create_model(model)


class Server(ThreadedWSGIServer):
    """One thread answers one request."""

    request_queue_size = 128


if __name__ == "__main__":
    make_table(Todo)
    server = Server(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
