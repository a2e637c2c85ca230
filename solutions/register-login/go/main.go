// Accounts whose passwords can be checked but never read back.
package main

import (
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"unicode/utf8"

	_ "github.com/mattn/go-sqlite3" // makes the driver "sqlite3" known
	"golang.org/x/crypto/scrypt"
)

const largestBody = 64 << 10

const schema = `CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL)`

// For each connection: WAL, so that readers and the one writer do not wait for each other; FULL, so that a commit waits for
// the disk and a power cut takes nothing back; and a second writer waits for the first, up to 30 seconds.
const options = "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=30000"

// db is a pool of connections: every request runs in a goroutine of its own, and all of them may use it at once.
var db *sql.DB

// --- The two routes ---

func register(w http.ResponseWriter, r *http.Request) error {
	email, password, err := readLogin(w, r)
	if err != nil {
		return err
	}
	salt := randomBytes(16)
	// The database decides who was first: looking before writing would leave a gap in between.
	result, err := db.Exec(`INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		email, salt, hashOf(password, salt))
	if err != nil {
		return err
	}
	made, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if made == 0 {
		return refusal{http.StatusConflict, "this e-mail has an account already"}
	}
	return answer(w, http.StatusCreated, map[string]string{"email": email})
}

func login(w http.ResponseWriter, r *http.Request) error {
	email, password, err := readLogin(w, r)
	if err != nil {
		return err
	}
	// What stands here first is kept when there is no account: its password is as much work, and nobody's.
	salt, hash := randomBytes(16), randomBytes(hashLength)
	err = db.QueryRow(`SELECT salt, hash FROM accounts WHERE email = ?`, email).Scan(&salt, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	// It looks at all bytes, whatever differs, so the time tells nothing.
	if subtle.ConstantTimeCompare(hashOf(password, salt), hash) == 0 {
		return refusal{http.StatusUnauthorized, "e-mail or password is wrong"}
	}
	return answer(w, http.StatusOK, map[string]string{"token": base64.RawURLEncoding.EncodeToString(randomBytes(32))})
}

// --- Passwords ---

const hashLength = 32

// A hash takes 16 MB for a moment. No more are made at once than there are processors; the others wait in line.
var turns = make(chan struct{}, runtime.NumCPU())

// hashOf is slow on purpose, and reads every byte of the password.
func hashOf(password string, salt []byte) []byte {
	turns <- struct{}{}
	defer func() { <-turns }()
	hash, err := scrypt.Key([]byte(password), salt, 1<<14, 8, 1, hashLength)
	if err != nil {
		panic(err) // only wrong costs are an error, and they stand in the line above
	}
	return hash
}

func randomBytes(count int) []byte {
	random := make([]byte, count)
	if _, err := rand.Read(random); err != nil {
		panic(err) // without chance there is no safe way to go on
	}
	return random
}

// --- HTTP ---

// readLogin returns the e-mail and the password in the body. Errors never repeat what was sent.
func readLogin(w http.ResponseWriter, r *http.Request) (email, password string, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	// A map, since a struct would take "Password" for "password" too.
	var sent map[string]json.RawMessage
	if err != nil || !utf8.Valid(body) || json.Unmarshal(body, &sent) != nil {
		return "", "", refusal{http.StatusBadRequest, "the body must be a JSON object"}
	}
	email, password = textIn(sent["email"]), textIn(sent["password"])
	if email == "" || password == "" {
		return "", "", refusal{http.StatusUnprocessableEntity, "email and password must be texts that are not empty"}
	}
	return email, password, nil
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
	if db, err = sql.Open("sqlite3", filepath.Join(os.Getenv("KATA_DATA"), "accounts.db")+options); err != nil {
		log.Fatal(err)
	}
	if _, err = db.Exec(schema); err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("POST /register", handle(register))
	http.HandleFunc("POST /login", handle(login))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
