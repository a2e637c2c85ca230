"""Notes in a SQLite database, by way of Django's ORM: what was confirmed is there after a kill."""

import json
import os

import django
from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views import View

settings.configure(
    SECRET_KEY="only-for-learning",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[__name__],  # this file is an app, with models
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(os.environ["KATA_DATA"], "notes.db"),
            "OPTIONS": {
                "timeout": 30,  # seconds to wait for another request that is writing
                "transaction_mode": "IMMEDIATE",  # who will write takes the turn at the beginning, not in the middle
                "init_command": "PRAGMA journal_mode = WAL",  # readers and the one writer do not wait for each other
            },
        }
    },
    DATA_UPLOAD_MAX_MEMORY_SIZE=8 * 1024 * 1024,  # JSON may need six bytes for a letter that has one
)
django.setup()


class Note(models.Model):
    """A row of the table. Django's ids are AUTOINCREMENT in SQLite: that of a deleted note never comes back."""

    text = models.TextField()

    class Meta:
        db_table = "notes"

    def __str__(self):
        return self.text

    def shown(self):
        return {"id": self.pk, "text": self.text}


class Notes(View):
    def get(self, request):
        return JsonResponse([note.shown() for note in Note.objects.order_by("pk")], safe=False)

    def post(self, request):
        note = Note.objects.create(text=text_of(request))
        # create() returns after the commit. Only here may we say that the note exists.
        return JsonResponse(note.shown(), status=201)


class OneNote(View):
    def get(self, request, note_id):
        return JsonResponse(get_object_or_404(Note, pk=note_id).shown())

    def delete(self, request, note_id):
        # One statement, which tells whether there was such a note. Looking first would leave a gap for another request.
        deleted, _ = Note.objects.filter(pk=note_id).delete()
        if not deleted:
            raise Http404
        return HttpResponse(status=204)


urlpatterns = [path("notes", Notes.as_view()), path("notes/<int:note_id>", OneNote.as_view())]


def handler400(request, exception):
    """Answer BadRequest, which any view may raise, as JSON. Django finds these two functions by their names."""
    return JsonResponse({"error": str(exception)}, status=400)


def handler404(request, exception):
    return JsonResponse({"error": "there is nothing here"}, status=404)


def text_of(request):
    """Return the text of the note that was sent, or refuse it."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):  # broken; nested too deep
        raise BadRequest("the body must be JSON") from None
    text = sent.get("text") if isinstance(sent, dict) else None
    if not is_text(text):
        raise BadRequest("a note needs a text")
    return text


def is_text(value):
    """Say whether this is a text that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def make_table(model):
    """Make the table of a model, unless it is there."""
    if model not in connection.introspection.installed_models(connection.introspection.table_names()):
        with connection.schema_editor() as editor:
            editor.create_model(model)


class Server(ThreadedWSGIServer):
    """One thread answers one request."""

    request_queue_size = 128


if __name__ == "__main__":
    make_table(Note)
    server = Server(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
