def test_ten_words(client, fake, expect):
    return {}["a mistake of the author"]
