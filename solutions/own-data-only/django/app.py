"""Private notes: every question to the database begins with the user who asks."""

import hashlib
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
from django.db import IntegrityError, connection, models, transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views import View
from django.views.decorators.http import require_GET, require_POST


class Scrypt(ScryptPasswordHasher):
    """A slow hash that reads every byte of a password. About 40 ms here; Django's own takes five times as long."""

    parallelism = 1


settings.configure(
    SECRET_KEY="only-for-learning",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", __name__],
    MIDDLEWARE=[f"{__name__}.ask_who_it_is"],
    PASSWORD_HASHERS=[f"{__name__}.Scrypt"],
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
    DATA_UPLOAD_MAX_MEMORY_SIZE=2 * 1024 * 1024,
)
django.setup()

User = get_user_model()
PUBLIC = {"/register", "/login"}
LONGEST_WORD = 1000


# --- What is kept ---


class Session(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "sessions"

    def __str__(self):
        return f"session of {self.user}"


class Note(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notes")
    title = models.TextField()
    text = models.TextField()

    class Meta:
        db_table = "notes"

    def __str__(self):
        return self.title

    def shown(self):
        return {"id": self.pk, "title": self.title, "text": self.text}


class Comment(models.Model):
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()

    class Meta:
        db_table = "comments"

    def __str__(self):
        return self.text

    def shown(self):
        return {"id": self.pk, "text": self.text}


# --- Who is asking ---


def ask_who_it_is(get_response):
    """Put the user of the token into the request. Without one, only those paths are answered that are public."""

    def answer(request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        request.user = User.objects.filter(sessions__token_hash=digest(token)).first()
        known = request.user is not None and scheme.lower() == "bearer"
        if known or request.path in PUBLIC:
            return get_response(request)
        return JsonResponse({"error": "log in first"}, status=401)

    return answer


@require_POST
def register(request):
    """Make an account, unless the e-mail has one."""
    email, password = texts_of(request, "email", "password")
    user = User(username=email)
    user.set_password(password)
    try:
        user.save()
    except IntegrityError:
        return JsonResponse({"error": "this e-mail has an account already"}, status=409)
    return JsonResponse({"id": user.pk, "email": email}, status=201)


@require_POST
def login(request):
    """Give out a new random token for the right password."""
    email, password = texts_of(request, "email", "password")
    user = authenticate(request, username=email, password=password)
    if user is None:
        return JsonResponse({"error": "e-mail or password is wrong"}, status=401)
    token = secrets.token_urlsafe(32)
    user.sessions.create(token_hash=digest(token))
    return JsonResponse({"token": token})


def digest(token):
    """Return what is stored of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@require_GET
def me(request):
    return JsonResponse({"id": request.user.pk, "email": request.user.username, "notes": request.user.notes.count()})


# --- Notes: always `request.user.notes`, never `Note.objects` ---


def own_note(request, note_id):
    """Return a note of the user. Another's is as good as not there: 404 does not even say that it exists."""
    return get_object_or_404(request.user.notes, pk=note_id)


class Notes(View):
    def get(self, request):
        word = request.GET.get("q", "")
        if len(word) > LONGEST_WORD:  # SQLite searches for no pattern of more than 50,000 bytes
            raise BadRequest(f"a search word has at most {LONGEST_WORD} letters")
        holds_word = models.Q(title__contains=word) | models.Q(text__contains=word)
        found = request.user.notes.filter(holds_word).order_by("pk")
        return JsonResponse([note.shown() for note in found], safe=False)

    def post(self, request):
        title, text = texts_of(request, "title", "text")
        return JsonResponse(request.user.notes.create(title=title, text=text).shown(), status=201)


class OneNote(View):
    def get(self, request, note_id):
        return JsonResponse(own_note(request, note_id).shown())

    def put(self, request, note_id):
        title, text = texts_of(request, "title", "text")
        return self.save(request, note_id, title=title, text=text)

    def patch(self, request, note_id):
        names = [name for name in ("title", "text") if name in sent_object(request)]
        return self.save(request, note_id, **dict(zip(names, texts_of(request, *names), strict=True)))

    def save(self, request, note_id, **fields):
        request.user.notes.filter(pk=note_id).update(**fields)  # looked for and changed in one statement
        return JsonResponse(own_note(request, note_id).shown())

    def delete(self, request, note_id):
        deleted, _ = request.user.notes.filter(pk=note_id).delete()
        return gone(deleted)


@require_POST
def bulk_delete(request):
    """Delete those of the notes that are the user's own, all in one transaction."""
    ids = sent_object(request).get("ids")
    if not isinstance(ids, list):
        raise BadRequest("ids must be a list of note ids")
    possible = [one for one in ids if type(one) is int and abs(one) < 2**63]  # nothing else can be an id of ours
    with transaction.atomic():
        own = request.user.notes.in_bulk(possible)  # asks in portions, however long the list is
        for note in own.values():
            note.delete()
    return JsonResponse({"deleted": len(own)})


# --- Comments: the way to them leads through a note of the user only ---


class Comments(View):
    def get(self, request, note_id):
        comments = own_note(request, note_id).comments.order_by("pk")
        return JsonResponse([comment.shown() for comment in comments], safe=False)

    def post(self, request, note_id):
        (text,) = texts_of(request, "text")
        with transaction.atomic():  # nobody deletes the note in between
            comment = own_note(request, note_id).comments.create(text=text)
        return JsonResponse(comment.shown(), status=201)


class OneComment(View):
    def delete(self, request, note_id, comment_id):
        deleted, _ = own_note(request, note_id).comments.filter(pk=comment_id).delete()
        return gone(deleted)


def gone(deleted):
    if not deleted:
        raise Http404
    return HttpResponse(status=204)


urlpatterns = [
    path("register", register),
    path("login", login),
    path("me", me),
    path("notes", Notes.as_view()),
    path("notes/bulk-delete", bulk_delete),
    path("notes/<int:note_id>", OneNote.as_view()),
    path("notes/<int:note_id>/comments", Comments.as_view()),
    path("notes/<int:note_id>/comments/<int:comment_id>", OneComment.as_view()),
]


def handler400(request, exception):
    """Answer BadRequest, which any view may raise, as JSON. Django finds these two functions by their names."""
    return JsonResponse({"error": str(exception)}, status=400)


def handler404(request, exception):
    return JsonResponse({"error": "there is nothing here"}, status=404)


# --- What was sent ---


def sent_object(request):
    """Return the JSON object of the request."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):  # broken; nested too deep
        raise BadRequest("the body must be JSON") from None
    if not isinstance(sent, dict):
        raise BadRequest("the body must be a JSON object")
    return sent


def texts_of(request, *names):
    """Return these fields of the body, or refuse it: each must be a text."""
    sent = sent_object(request)
    values = [sent.get(name) for name in names]
    if not all(is_text(value) for value in values):
        raise BadRequest(f"{' and '.join(names)}: a text that is not empty is needed")
    return values


def is_text(value):
    """Say whether this is a text, not empty, that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        return len(value.encode()) > 0
    except UnicodeEncodeError:
        return False


def make_tables(*models_of_ours):
    """Make the tables that are not there yet: all of them, or none if we are killed in the middle."""
    there = connection.introspection.installed_models(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for model in models_of_ours:
            if model not in there:
                editor.create_model(model)


class Server(ThreadedWSGIServer):
    """One thread answers one request."""

    request_queue_size = 128


if __name__ == "__main__":
    call_command("migrate", verbosity=0)  # the tables of django.contrib.auth
    make_tables(Session, Note, Comment)
    server = Server(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
