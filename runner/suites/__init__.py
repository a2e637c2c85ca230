"""The hidden suite: a pytest process of our own, and the channel between it and the supervisor."""
