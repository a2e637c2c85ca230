"""The life of a learner's server: its environment, start, readiness, log and end."""
