#!/bin/sh
# starts the server
exec phyton3 app.py
