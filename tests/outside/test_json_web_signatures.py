"""Our solutions of jwt-verify against a public collection of tokens that must not be accepted."""

import json
import os
import socket
import subprocess
import sys
import time

import httpx
import pytest

SECRET = "a-secret-for-trying-things-out-only"
PATIENCE = 30.0
COMMANDS = {"flask": [sys.executable, "app.py"], "fastapi": [sys.executable, "app.py"], "node": ["node", "app.js"]}


@pytest.mark.parametrize("track", COMMANDS)
def test_every_invalid_signature_is_refused(root, tmp_path, track):
    tokens = json.loads((root / "tests/data/invalid-signatures.json").read_text("utf-8"))["tokens"]
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "KATA_DATA": str(tmp_path), "JWT_SECRET": SECRET}
    folder = root / "solutions/jwt-verify" / track
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(COMMANDS[track], cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False) as client:
            wait_for(port)
            account = {"email": "ada@example.com", "password": "seven green bottles"}
            assert client.post("/register", json=account).status_code == 201
            own = client.post("/login", json=account).json()["token"]

            accepted = [name for name, token in tokens if ask(client, token) != 401]

            assert len(tokens) == 355
            assert accepted == []
            assert ask(client, own) == 200
    finally:
        server.kill()
        server.wait()


def ask(client, token):
    return client.get("/me", headers={"Authorization": f"Bearer {token}".rstrip()}).status_code


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port):
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < give_up, "the server never listened"
            time.sleep(0.05)
        else:
            return
