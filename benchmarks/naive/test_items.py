"""The same fifteen checks, as most people would write them."""

import os

import httpx

BASE = f"http://127.0.0.1:{os.environ['PORT']}"


def test_is_healthy():
    response = httpx.get(f"{BASE}/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_creates_item_1():
    name = "word-1"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 1})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_2():
    name = "word-2"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 2})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_3():
    name = "word-3"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 3})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_4():
    name = "word-4"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 4})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_5():
    name = "word-5"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 5})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_6():
    name = "word-6"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 6})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_7():
    name = "word-7"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 7})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_8():
    name = "word-8"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 8})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_creates_item_9():
    name = "word-9"
    made = httpx.post(f"{BASE}/items", json={"name": name, "kind": 9})
    assert made.status_code == 201
    assert made.json()["name"] == name
    found = httpx.get(f"{BASE}/items/{made.json()['id']}")
    assert found.status_code == 200
    assert found.json()["name"] == name


def test_refuses_item_1():
    response = httpx.post(f"{BASE}/items", json={})
    assert response.status_code == 422


def test_refuses_item_2():
    response = httpx.post(f"{BASE}/items", json={"name": ""})
    assert response.status_code == 422


def test_refuses_item_3():
    response = httpx.post(f"{BASE}/items", json={"name": 5})
    assert response.status_code == 422


def test_lists_items():
    response = httpx.get(f"{BASE}/items")
    assert response.status_code == 200
    assert isinstance(response.json(), list)


def test_refuses_unknown():
    response = httpx.get(f"{BASE}/items/999999")
    assert response.status_code == 404
