"""What a `Report` looks like: each reporter is a pure function of it, found by name in `registry`."""
