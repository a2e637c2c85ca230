"""The command line: parse, call one use case, print, and map errors to exit codes."""
