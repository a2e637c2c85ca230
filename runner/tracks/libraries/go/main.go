// What is compiled once before the first submission in Go: a SQLite driver takes a minute.
package main

import _ "github.com/mattn/go-sqlite3"

func main() {}
