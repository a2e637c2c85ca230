// Private notes: a note is only ever found together with the user who asks.
package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	_ "github.com/mattn/go-sqlite3" // makes the driver "sqlite3" known
)

const largestBody = 2 << 20

// AUTOINCREMENT: the id of something deleted never comes back, to lead to something else.
const schema = `
	CREATE TABLE IF NOT EXISTS accounts (
		id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL);
	CREATE TABLE IF NOT EXISTS sessions (token BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts);
	CREATE TABLE IF NOT EXISTS notes (
		id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL REFERENCES accounts, title TEXT NOT NULL, text TEXT NOT NULL);
	CREATE INDEX IF NOT EXISTS notes_by_owner ON notes (owner);
	CREATE TABLE IF NOT EXISTS comments (
		id INTEGER PRIMARY KEY AUTOINCREMENT, note INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE, text TEXT NOT NULL);
	CREATE INDEX IF NOT EXISTS comments_by_note ON comments (note);`

// For each connection: WAL, so that readers and the one writer do not wait for each other; FULL, so that a commit waits for
// the disk and a power cut takes nothing back; a second writer waits for the first, up to 30 seconds; and with a note go
// its comments.
const options = "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=30000&_foreign_keys=on"

// db is a pool of connections: every request runs in a goroutine of its own, and all of them may use it at once.
var db *sql.DB

func main() {
	var err error
	if db, err = sql.Open("sqlite3", filepath.Join(os.Getenv("KATA_DATA"), "notes.db")+options); err != nil {
		log.Fatal(err)
	}
	if _, err = db.Exec(schema); err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("POST /register", public(register))
	http.HandleFunc("POST /login", public(login))

	http.HandleFunc("GET /me", private(me))
	http.HandleFunc("GET /notes", private(listNotes))
	http.HandleFunc("POST /notes", private(createNote))
	http.HandleFunc("POST /notes/bulk-delete", private(deleteNotes))
	http.HandleFunc("GET /notes/{id}", private(readNote))
	http.HandleFunc("PUT /notes/{id}", private(replaceNote))
	http.HandleFunc("PATCH /notes/{id}", private(changeNote))
	http.HandleFunc("DELETE /notes/{id}", private(deleteNote))
	http.HandleFunc("GET /notes/{id}/comments", private(listComments))
	http.HandleFunc("POST /notes/{id}/comments", private(createComment))
	http.HandleFunc("DELETE /notes/{id}/comments/{comment}", private(deleteComment))
	http.HandleFunc("/", private(nothing)) // strangers do not even learn what there is

	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}

// --- Handlers return their errors, and both kinds of them end here ---

func public(do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := do(w, r); err != nil {
			explain(w, err)
		}
	}
}

// private is the only way to a handler that takes a user, so none of them can be reached without a token.
func private(do func(http.ResponseWriter, *http.Request, account) error) http.HandlerFunc {
	return public(func(w http.ResponseWriter, r *http.Request) error {
		user, err := whoAsks(r)
		if err != nil {
			w.Header().Set("WWW-Authenticate", "Bearer")
			return err
		}
		return do(w, r, user)
	})
}

func nothing(w http.ResponseWriter, r *http.Request, user account) error {
	return refusal{http.StatusNotFound, "there is nothing here"}
}

// refusal is an error that is for the client to know.
type refusal struct {
	status int
	reason string
}

func (r refusal) Error() string { return r.reason }

// explain answers with an error. Whatever is no refusal is a mistake of ours: its details are for the log.
func explain(w http.ResponseWriter, err error) {
	var refused refusal
	if !errors.As(err, &refused) {
		log.Print(err)
		refused = refusal{http.StatusInternalServerError, "something went wrong"}
	}
	answer(w, refused.status, map[string]string{"error": refused.reason})
}

func answer(w http.ResponseWriter, status int, value any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value) // it fails when the client has left: then there is nobody to tell
	return nil
}

// --- What was sent. Fields are taken by name; errors never repeat a value. ---

// fields is a JSON object whose values are still as they were sent. A struct would take "Title" for "title" too.
type fields map[string]json.RawMessage

func readFields(w http.ResponseWriter, r *http.Request) (fields, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	var sent fields
	if err != nil || !utf8.Valid(body) || json.Unmarshal(body, &sent) != nil || sent == nil {
		return nil, refusal{http.StatusBadRequest, "the body must be a JSON object"}
	}
	return sent, nil
}

// texts returns the fields of these names, each of which must be a text that is not empty.
func (sent fields) texts(names ...string) ([]string, error) {
	var found []string
	for _, name := range names {
		text := textIn(sent[name])
		if text == "" {
			return nil, refusal{http.StatusUnprocessableEntity, name + " must be a text that is not empty"}
		}
		found = append(found, text)
	}
	return found, nil
}

var replacement = regexp.MustCompile(`(?i)�|\\ufffd`)

// textIn returns a JSON text, or "" when it is none that UTF-8 can hold. Go's decoder writes � in the place of half an emoji,
// which would make different passwords equal: there must not be more of them than were sent.
func textIn(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil || strings.Count(text, "�") > len(replacement.FindAll(raw, -1)) {
		return ""
	}
	return text
}
