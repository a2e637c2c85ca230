"""The stacks that kata knows: how a program of each is recognised and started, and its unfinished first program."""
