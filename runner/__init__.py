"""Run katas: start a learner's server, talk to it, and show what happened."""

__version__ = "0.1.0"
