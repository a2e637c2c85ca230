package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"net/http"
	"runtime"
	"strings"

	"golang.org/x/crypto/scrypt"
)

type account struct {
	ID    int64  `json:"id"`
	Email string `json:"email"`
}

func register(w http.ResponseWriter, r *http.Request) error {
	email, password, err := readLogin(w, r)
	if err != nil {
		return err
	}
	made := account{Email: email}
	salt := randomBytes(16)
	// The database decides who was first: looking before writing would leave a gap in between.
	err = db.QueryRow(`INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		email, salt, hashOf(password, salt)).Scan(&made.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return refusal{http.StatusConflict, "this e-mail has an account already"}
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, made)
}

func login(w http.ResponseWriter, r *http.Request) error {
	email, password, err := readLogin(w, r)
	if err != nil {
		return err
	}
	// What stands here first is kept when there is no account: its password is as much work, and nobody's.
	id, salt, hash := int64(0), randomBytes(16), randomBytes(hashLength)
	err = db.QueryRow(`SELECT id, salt, hash FROM accounts WHERE email = ?`, email).Scan(&id, &salt, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	// It looks at all bytes, whatever differs, so the time tells nothing.
	if subtle.ConstantTimeCompare(hashOf(password, salt), hash) == 0 {
		return refusal{http.StatusUnauthorized, "e-mail or password is wrong"}
	}
	token := base64.RawURLEncoding.EncodeToString(randomBytes(32))
	if _, err := db.Exec(`INSERT INTO sessions (token, account) VALUES (?, ?)`, digest(token), id); err != nil {
		return err
	}
	return answer(w, http.StatusOK, map[string]string{"token": token})
}

// whoAsks returns the account of the token in the header.
func whoAsks(r *http.Request) (account, error) {
	var user account
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	err := db.QueryRow(`SELECT id, email FROM accounts JOIN sessions ON account = id WHERE token = ?`, digest(token)).
		Scan(&user.ID, &user.Email)
	if errors.Is(err, sql.ErrNoRows) || !strings.EqualFold(scheme, "Bearer") {
		return user, refusal{http.StatusUnauthorized, "log in first"}
	}
	return user, err
}

func me(w http.ResponseWriter, r *http.Request, user account) error {
	shown := struct {
		account
		Notes int `json:"notes"`
	}{account: user}
	if err := db.QueryRow(`SELECT count(*) FROM notes WHERE owner = ?`, user.ID).Scan(&shown.Notes); err != nil {
		return err
	}
	return answer(w, http.StatusOK, shown)
}

func readLogin(w http.ResponseWriter, r *http.Request) (email, password string, err error) {
	sent, err := readFields(w, r)
	if err != nil {
		return "", "", err
	}
	found, err := sent.texts("email", "password")
	if err != nil {
		return "", "", err
	}
	return found[0], found[1], nil
}

// --- Passwords and tokens ---

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

// digest is what is stored of a token: whoever copies the database finds no token in it. A token is random, so a quick hash
// is enough.
func digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func randomBytes(count int) []byte {
	random := make([]byte, count)
	if _, err := rand.Read(random); err != nil {
		panic(err) // without chance there is no safe way to go on
	}
	return random
}
