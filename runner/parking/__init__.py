"""What waits while the learner types: the next suite process and the next server process, each used once."""
