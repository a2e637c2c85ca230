package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// Every statement in this file asks for the owner, in the same breath as for the note. There is no moment between
// "is it theirs?" and the change, in which another request could come in between.

type note struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

type comment struct {
	ID   int64  `json:"id"`
	Text string `json:"text"`
}

// Another's note is as good as not there: 404 does not even say that it exists.
var noSuchNote = refusal{http.StatusNotFound, "there is no such note"}
var noSuchComment = refusal{http.StatusNotFound, "there is no such comment"}

// --- Notes ---

func listNotes(w http.ResponseWriter, r *http.Request, user account) error {
	word := r.URL.Query().Get("q") // the empty text is in every note
	rows, err := db.Query(`SELECT id, title, text FROM notes
		WHERE owner = ? AND (instr(title, ?) > 0 OR instr(text, ?) > 0) ORDER BY id`, user.ID, word, word)
	if err != nil {
		return err
	}
	defer rows.Close()
	found := []note{} // not nil: that would be null in JSON
	for rows.Next() {
		var n note
		if err := rows.Scan(&n.ID, &n.Title, &n.Text); err != nil {
			return err
		}
		found = append(found, n)
	}
	if err := rows.Err(); err != nil { // the loop also ends when reading fails
		return err
	}
	return answer(w, http.StatusOK, found)
}

func createNote(w http.ResponseWriter, r *http.Request, user account) error {
	sent, err := readFields(w, r)
	if err != nil {
		return err
	}
	texts, err := sent.texts("title", "text")
	if err != nil {
		return err
	}
	return answerNote(w, http.StatusCreated,
		`INSERT INTO notes (owner, title, text) VALUES (?, ?, ?) RETURNING id, title, text`, user.ID, texts[0], texts[1])
}

func readNote(w http.ResponseWriter, r *http.Request, user account) error {
	return answerNote(w, http.StatusOK, `SELECT id, title, text FROM notes WHERE id = ? AND owner = ?`, idIn(r, "id"), user.ID)
}

func replaceNote(w http.ResponseWriter, r *http.Request, user account) error {
	sent, err := readFields(w, r)
	if err != nil {
		return err
	}
	return updateNote(w, r, user, sent, "title", "text")
}

func changeNote(w http.ResponseWriter, r *http.Request, user account) error {
	sent, err := readFields(w, r)
	if err != nil {
		return err
	}
	var names []string
	for _, name := range []string{"title", "text"} {
		if sent[name] != nil {
			names = append(names, name)
		}
	}
	return updateNote(w, r, user, sent, names...)
}

// updateNote changes these fields of a note; the others stay as they are.
func updateNote(w http.ResponseWriter, r *http.Request, user account, sent fields, names ...string) error {
	texts, err := sent.texts(names...)
	if err != nil {
		return err
	}
	change := map[string]any{} // what is not in it is NULL for the database
	for at, name := range names {
		change[name] = texts[at]
	}
	return answerNote(w, http.StatusOK, `UPDATE notes SET title = coalesce(?, title), text = coalesce(?, text)
		WHERE id = ? AND owner = ? RETURNING id, title, text`, change["title"], change["text"], idIn(r, "id"), user.ID)
}

func deleteNote(w http.ResponseWriter, r *http.Request, user account) error {
	deleted, err := changed(db.Exec(`DELETE FROM notes WHERE id = ? AND owner = ?`, idIn(r, "id"), user.ID))
	return answerDeleted(w, deleted, err, noSuchNote)
}

func deleteNotes(w http.ResponseWriter, r *http.Request, user account) error {
	sent, err := readFields(w, r)
	if err != nil {
		return err
	}
	var wanted []json.RawMessage
	if json.Unmarshal(sent["ids"], &wanted) != nil || wanted == nil {
		return refusal{http.StatusUnprocessableEntity, "ids must be a list"}
	}
	ids := []int64{}
	for _, raw := range wanted {
		var id int64
		if json.Unmarshal(raw, &id) == nil { // what is no number is the id of no note
			ids = append(ids, id)
		}
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	deleted, err := changed(db.Exec(`DELETE FROM notes WHERE owner = ? AND id IN (SELECT value FROM json_each(?))`,
		user.ID, string(list)))
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, map[string]int64{"deleted": deleted})
}

// answerNote answers with the one note that a statement gives, or with 404 when it gives none.
func answerNote(w http.ResponseWriter, status int, statement string, values ...any) error {
	var n note
	err := db.QueryRow(statement, values...).Scan(&n.ID, &n.Title, &n.Text)
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchNote
	}
	if err != nil {
		return err
	}
	return answer(w, status, n)
}

// --- Comments: each statement reaches them through a note of the user's own ---

func listComments(w http.ResponseWriter, r *http.Request, user account) error {
	// LEFT JOIN: a note without comments gives one row whose comment is NULL, and no note gives no row.
	rows, err := db.Query(`SELECT comments.id, comments.text FROM notes LEFT JOIN comments ON comments.note = notes.id
		WHERE notes.id = ? AND owner = ? ORDER BY comments.id`, idIn(r, "id"), user.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	isThere := false
	found := []comment{}
	for rows.Next() {
		isThere = true
		var id sql.NullInt64
		var text sql.NullString
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		if id.Valid {
			found = append(found, comment{id.Int64, text.String})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if !isThere {
		return noSuchNote
	}
	return answer(w, http.StatusOK, found)
}

func createComment(w http.ResponseWriter, r *http.Request, user account) error {
	sent, err := readFields(w, r)
	if err != nil {
		return err
	}
	texts, err := sent.texts("text")
	if err != nil {
		return err
	}
	made := comment{Text: texts[0]}
	err = db.QueryRow(`INSERT INTO comments (note, text) SELECT id, ? FROM notes WHERE id = ? AND owner = ? RETURNING id`,
		made.Text, idIn(r, "id"), user.ID).Scan(&made.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchNote
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, made)
}

func deleteComment(w http.ResponseWriter, r *http.Request, user account) error {
	deleted, err := changed(db.Exec(`DELETE FROM comments WHERE id = ? AND note = (SELECT id FROM notes WHERE id = ? AND owner = ?)`,
		idIn(r, "comment"), idIn(r, "id"), user.ID))
	return answerDeleted(w, deleted, err, noSuchComment)
}

// --- Small parts ---

// idIn returns an id of the path. 0 stands for all that cannot be one: ids begin with 1.
func idIn(r *http.Request, name string) int64 {
	id, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// changed returns how many rows a statement has changed.
func changed(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func answerDeleted(w http.ResponseWriter, deleted int64, err error, missing refusal) error {
	if err != nil {
		return err
	}
	if deleted == 0 {
		return missing
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
