"""What stands in an exported test word for word: its head, and the functions that it may need."""

from __future__ import annotations

HEAD = '''"""{title}

{about}
"""

import os
{imports}
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
'''
RAW = '''
connections = {{}}


def on_a_connection(name, content, pieces=1, reads=True, then=""):
    """{what}"""
    if name not in connections:
        address = urlsplit(BASE_URL)
        connections[name] = socket.create_connection((address.hostname, address.port), timeout=5)
        connections[name].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection, received = connections[name], b""
    size = -(-len(content) // pieces) or 1
    try:
        for start in range(0, len(content), size):
            time.sleep(0.02 if start else 0)
            connection.settimeout(5)
            connection.sendall(content[start : start + size])
        if then == "half-closed":
            connection.shutdown(socket.SHUT_WR)
        connection.settimeout(1)
        while reads and (piece := connection.recv(65536)):
            received += piece
    except OSError:
        pass  # nothing more comes
    if then == "closed":
        connections.pop(name).close()
    return received
'''
ANSWERS = '''

def answers_in(received, count):
    """{what}"""
    stream = io.BytesIO(received)
    stream.makefile, stream.close = lambda *_: stream, lambda: None
    answers = []
    for _ in range(count):
        answer = HTTPResponse(stream)
        answer.begin()
        answers.append(httpx.Response(answer.status, headers=answer.getheaders(), content=answer.read()))
    return answers
'''
AT_ONCE = '''

def at_once(calls):
    """{what}"""
    barrier = Barrier(len(calls))

    def send(call):
        barrier.wait()
        return call()

    with ThreadPoolExecutor(max_workers=len(calls)) as clients:
        return list(clients.map(send, calls))
'''
