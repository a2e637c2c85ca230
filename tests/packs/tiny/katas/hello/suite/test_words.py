def test_ten_words(client, fake, expect):
    for _ in range(10):
        word = fake.word()
        expect(client.post("/echo", json={"word": word}), status=201, json={"word": word})
