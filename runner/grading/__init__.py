"""Marking many submissions: find them, copy each one safely, run it, keep its grade for good."""
