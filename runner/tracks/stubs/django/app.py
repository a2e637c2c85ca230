"""A server with Django in a single file.

The flow of every request:

    client --request--> the server --> Django --finds the path, calls--> your view --response--> client
"""

import os

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import re_path

# What must outlive a restart belongs into this folder.
DATA_FOLDER = os.environ.get("KATA_DATA", ".")

# A real project has these in settings.py.
settings.configure(
    DEBUG=False,
    SECRET_KEY="only-for-learning",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    # What went wrong is for you to read, on the console; clients only learn that something did.
    LOGGING={
        "version": 1,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
    },
)


# TODO: write a view for each path and name it in urlpatterns, such as:
#
#     def hello(request):
#         name = request.GET.get("name", "World")       # 1. read the request
#         message = f"Hello, {name}!"                   # 2. decide what to answer
#         return JsonResponse({"message": message})     # 3. return the response
#
#     urlpatterns = [path("hello", hello), ...]         # from django.urls import path


# Everything that has no path of its own ends here. Take it away when your views are there.
def not_yet(request):
    return JsonResponse({"error": f"{request.method} {request.path} is not implemented yet"}, status=501)


urlpatterns = [re_path("", not_yet)]


class Server(ThreadedWSGIServer):
    """One thread answers one request, so a slow one does not keep the others waiting."""

    request_queue_size = 128


if __name__ == "__main__":
    # The port is given by the environment, and it is another one in every run.
    port = int(os.environ["PORT"])
    server = Server(("127.0.0.1", port), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
