module kata

go 1.22

require (
	github.com/mattn/go-sqlite3 v1.14.53
	golang.org/x/crypto v0.31.0
)
