"""Say hello in JSON and in plain text."""

import os

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

settings.configure(DEBUG=False, SECRET_KEY="only-for-learning", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)


@require_GET
def hello_json(request):
    return JsonResponse({"message": "Hello, World!"})


@require_GET
def hello_plaintext(request):
    return HttpResponse("Hello, World!", content_type="text/plain")


urlpatterns = [path("json", hello_json), path("plaintext", hello_plaintext)]


class Server(ThreadedWSGIServer):
    """One thread answers one request."""

    request_queue_size = 128


if __name__ == "__main__":
    server = Server(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
