#!/usr/bin/env phyton3
import app
