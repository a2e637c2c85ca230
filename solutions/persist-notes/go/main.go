// Notes in SQLite: what was confirmed is there after a kill.
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

	_ "github.com/mattn/go-sqlite3" // makes the driver "sqlite3" known
)

const largestBody = 8 << 20 // JSON may need six bytes for a letter that has one

// AUTOINCREMENT: an id never comes twice, whatever was deleted.
const schema = `CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)`

// For each connection: WAL, so that readers and the one writer do not wait for each other; FULL, so that a commit waits for
// the disk and a power cut takes nothing back; and a second writer waits for the first, up to 30 seconds.
const options = "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=30000"

// db is a pool of connections: every request runs in a goroutine of its own, and all of them may use it at once.
var db *sql.DB

type note struct {
	ID   int64  `json:"id"`
	Text string `json:"text"`
}

func list(w http.ResponseWriter, r *http.Request) error {
	rows, err := db.Query(`SELECT id, text FROM notes ORDER BY id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	notes := []note{} // not nil: that would be null in JSON
	for rows.Next() {
		var n note
		if err := rows.Scan(&n.ID, &n.Text); err != nil {
			return err
		}
		notes = append(notes, n)
	}
	if err := rows.Err(); err != nil { // the loop also ends when reading fails
		return err
	}
	return answer(w, http.StatusOK, notes)
}

func create(w http.ResponseWriter, r *http.Request) error {
	text, err := readText(w, r)
	if err != nil {
		return err
	}
	// Exec returns when the note is in the file; only then do we answer.
	result, err := db.Exec(`INSERT INTO notes (text) VALUES (?)`, text)
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, note{id, text})
}

func get(w http.ResponseWriter, r *http.Request) error {
	var n note
	err := db.QueryRow(`SELECT id, text FROM notes WHERE id = ?`, r.PathValue("id")).Scan(&n.ID, &n.Text)
	if errors.Is(err, sql.ErrNoRows) {
		return refusal{http.StatusNotFound, "there is no such note"}
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, n)
}

func remove(w http.ResponseWriter, r *http.Request) error {
	result, err := db.Exec(`DELETE FROM notes WHERE id = ?`, r.PathValue("id"))
	if err != nil {
		return err
	}
	deleted, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if deleted == 0 {
		return refusal{http.StatusNotFound, "there is no such note"}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// readText returns the text of the note in the body. It decodes into a map, since a struct would take "TEXT" for "text" too.
func readText(w http.ResponseWriter, r *http.Request) (string, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
		return "", refusal{http.StatusBadRequest, "the body cannot be read"}
	}
	var sent map[string]any
	if err := json.Unmarshal(body, &sent); err != nil {
		return "", refusal{http.StatusBadRequest, "the body must be a JSON object"}
	}
	text, isText := sent["text"].(string)
	if !isText {
		return "", refusal{http.StatusUnprocessableEntity, "a note needs a text"}
	}
	return text, nil
}

// refusal is an error that is for the client to know.
type refusal struct {
	status int
	reason string
}

func (r refusal) Error() string { return r.reason }

// handle lets a handler return its error. Whatever is no refusal is a mistake of ours: its details are for the log.
func handle(do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := do(w, r)
		if err == nil {
			return
		}
		var refused refusal
		if !errors.As(err, &refused) {
			log.Print(err)
			refused = refusal{http.StatusInternalServerError, "something went wrong"}
		}
		answer(w, refused.status, map[string]string{"error": refused.reason})
	}
}

func answer(w http.ResponseWriter, status int, value any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value) // it fails when the client has left: then there is nobody to tell
	return nil
}

func main() {
	var err error
	if db, err = sql.Open("sqlite3", filepath.Join(os.Getenv("KATA_DATA"), "notes.db")+options); err != nil {
		log.Fatal(err)
	}
	if _, err = db.Exec(schema); err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /notes", handle(list))
	http.HandleFunc("POST /notes", handle(create))
	http.HandleFunc("GET /notes/{id}", handle(get))
	http.HandleFunc("DELETE /notes/{id}", handle(remove))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
