"""What differs by operating system: sockets that listen, process trees, signals. Nothing POSIX-only lives elsewhere."""
