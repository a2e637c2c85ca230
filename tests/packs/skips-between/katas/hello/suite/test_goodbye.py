def test_goodbye(client, expect):
    expect(client.get("/goodbye"), status=200)


def test_goodbye_again(client, expect):
    expect(client.get("/goodbye"), status=200)
