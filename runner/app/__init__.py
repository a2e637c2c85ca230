"""The use cases: the only place where the parts are put together."""
