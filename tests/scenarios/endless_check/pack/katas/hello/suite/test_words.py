import itertools


def test_ten_words(client, fake, expect):
    for _ in itertools.count():
        pass
