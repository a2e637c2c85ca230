// Validate, save, confirm: orders in a SQLite database.
package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"unicode/utf8"

	_ "github.com/mattn/go-sqlite3" // makes the driver "sqlite3" known
)

const largestBody = 1 << 20

type dish struct {
	Dish  string `json:"dish"`
	Price int64  `json:"price"` // in cents
}

var menu = []dish{{"margherita", 895}, {"ramen", 1295}, {"gyoza", 435}, {"mochi", 535}, {"tea", 205}}

type order struct {
	ID       int64  `json:"id"`
	Customer string `json:"customer"`
	Items    []item `json:"items"`
	Total    int64  `json:"total"`
}

type item struct {
	Dish     string `json:"dish"`
	Quantity int64  `json:"quantity"`
	Price    int64  `json:"price"`
}

// --- The routes ---

func showMenu(w http.ResponseWriter, r *http.Request) error {
	return send(w, http.StatusOK, "application/json", menu)
}

func placeOrder(w http.ResponseWriter, r *http.Request) error {
	sent, err := readObject(w, r) // received
	if err != nil {
		return err
	}
	wanted, mistakes := validate(sent) // validated
	if len(mistakes) > 0 {
		return problem{http.StatusUnprocessableEntity, "The order is not valid", mistakes}
	}
	id, err := save(wanted) // saved
	if err != nil {
		return err
	}
	saved, err := read(`WHERE orders.id = ?`, id)
	if err != nil {
		return err
	}
	return send(w, http.StatusCreated, "application/json", saved[0]) // confirmed: with what was saved
}

func listOrders(w http.ResponseWriter, r *http.Request) error {
	found, err := read(``)
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, "application/json", found)
}

func readOrder(w http.ResponseWriter, r *http.Request) error {
	found, err := read(`WHERE orders.id = ?`, r.PathValue("id"))
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return problem{http.StatusNotFound, "There is no such order", nil}
	}
	return send(w, http.StatusOK, "application/json", found[0])
}

// --- Orders in the database ---

const schema = `
	CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT NOT NULL);
	CREATE TABLE IF NOT EXISTS items (
		order_id INTEGER NOT NULL REFERENCES orders, position INTEGER NOT NULL,
		dish TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL,
		PRIMARY KEY (order_id, position)
	)`

// For each connection: WAL, so that readers and the one writer do not wait for each other; FULL, so that a commit waits for
// the disk and a power cut takes nothing back; and a second writer waits at the begin of its transaction, up to 30 seconds.
const options = "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=30000&_txlock=immediate"

// db is a pool of connections: every request runs in a goroutine of its own, and all of them may use it at once.
var db *sql.DB

// save saves an order with all its items, or nothing of it, and returns its id.
func save(wanted order) (int64, error) {
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // undoes what was begun when an error ends this function; after Commit it does nothing
	result, err := tx.Exec(`INSERT INTO orders (customer) VALUES (?)`, wanted.Customer)
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	for position, one := range wanted.Items {
		_, err := tx.Exec(`INSERT INTO items (order_id, position, dish, quantity, price) VALUES (?, ?, ?, ?, ?)`,
			id, position, one.Dish, one.Quantity, one.Price)
		if err != nil {
			return 0, err
		}
	}
	return id, tx.Commit()
}

// read returns the orders that fulfil a condition. An order comes as one row for each of its items.
func read(condition string, values ...any) ([]order, error) {
	rows, err := db.Query(`SELECT orders.id, customer, dish, quantity, price FROM orders JOIN items ON order_id = orders.id `+
		condition+` ORDER BY orders.id, position`, values...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := []order{} // not nil: that would be null in JSON
	for rows.Next() {
		var of order
		var next item
		if err := rows.Scan(&of.ID, &of.Customer, &next.Dish, &next.Quantity, &next.Price); err != nil {
			return nil, err
		}
		if len(found) == 0 || found[len(found)-1].ID != of.ID {
			found = append(found, of)
		}
		last := &found[len(found)-1]
		last.Items = append(last.Items, next)
		last.Total += next.Price * next.Quantity
	}
	return found, rows.Err() // the loop also ends when reading fails
}

// --- What an order may be ---

// mistake is one thing that is wrong, and where.
type mistake struct {
	Field string `json:"field"`
	Code  string `json:"code"`
}

// fields is a JSON object whose values are still as they were sent. A struct would take "Dish" for "dish" too,
// and missing for empty.
type fields map[string]json.RawMessage

// validate returns the order with the prices of the menu, and all that is wrong with what was sent.
func validate(sent fields) (order, []mistake) {
	var wanted order
	var found []mistake
	wrong := func(field, code string) { found = append(found, mistake{field, code}) }

	customer, isText := decoded[string](sent["customer"])
	switch {
	case sent["customer"] == nil:
		wrong("customer", "required")
	case !isText:
		wrong("customer", "type")
	case customer == "":
		wrong("customer", "empty")
	case utf8.RuneCountInString(customer) > 100:
		wrong("customer", "too_long")
	}
	wanted.Customer = customer

	items, isList := decoded[[]json.RawMessage](sent["items"])
	switch {
	case sent["items"] == nil:
		wrong("items", "required")
	case !isList:
		wrong("items", "type")
	case len(items) == 0:
		wrong("items", "empty")
	}
	for at, raw := range items {
		place := fmt.Sprintf("items[%d]", at)
		if one, isObject := decoded[fields](raw); isObject {
			wanted.Items = append(wanted.Items, validateItem(place, one, wrong))
		} else {
			wrong(place, "type")
		}
	}
	return wanted, found
}

func validateItem(place string, sent fields, wrong func(field, code string)) item {
	var wanted item
	name, isText := decoded[string](sent["dish"])
	price, isOnMenu := priceOf(name)
	switch {
	case sent["dish"] == nil:
		wrong(place+".dish", "required")
	case !isText:
		wrong(place+".dish", "type")
	case !isOnMenu:
		wrong(place+".dish", "not_on_menu")
	default:
		wanted.Dish, wanted.Price = name, price
	}
	quantity, isWhole := decoded[big.Int](sent["quantity"]) // a whole number, however many digits it has
	switch {
	case sent["quantity"] == nil:
		wrong(place+".quantity", "required")
	case !isWhole:
		wrong(place+".quantity", "type")
	case quantity.Cmp(big.NewInt(1)) < 0 || quantity.Cmp(big.NewInt(99)) > 0:
		wrong(place+".quantity", "range")
	default:
		wanted.Quantity = quantity.Int64()
	}
	return wanted
}

func priceOf(name string) (int64, bool) {
	for _, offered := range menu {
		if offered.Dish == name {
			return offered.Price, true
		}
	}
	return 0, false
}

// decoded returns a value as a T, and whether it is one. What is missing is none, and neither is null:
// Unmarshal would leave the T as it is and say that all went well, so it is given a pointer to set.
func decoded[T any](raw json.RawMessage) (T, bool) {
	var value *T
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		var none T
		return none, false
	}
	return *value, true
}

// --- HTTP ---

func readObject(w http.ResponseWriter, r *http.Request) (fields, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
		return nil, problem{http.StatusBadRequest, "The body cannot be read", nil}
	}
	sent, isObject := decoded[fields](body)
	if !isObject {
		return nil, problem{http.StatusBadRequest, "An order is a JSON object", nil}
	}
	return sent, nil
}

// problem is an error that is for the client to know: a problem document (RFC 9457).
type problem struct {
	Status int       `json:"status"`
	Title  string    `json:"title"`
	Errors []mistake `json:"errors,omitempty"`
}

func (p problem) Error() string { return p.Title }

// handle lets a handler return its error. Whatever is no problem is a mistake of ours: its details are for the log.
func handle(do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := do(w, r)
		if err == nil {
			return
		}
		var told problem
		if !errors.As(err, &told) {
			log.Print(err)
			told = problem{http.StatusInternalServerError, "Something went wrong", nil}
		}
		send(w, told.Status, "application/problem+json", told)
	}
}

func send(w http.ResponseWriter, status int, kind string, value any) error {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value) // it fails when the client has left: then there is nobody to tell
	return nil
}

func main() {
	var err error
	if db, err = sql.Open("sqlite3", filepath.Join(os.Getenv("KATA_DATA"), "orders.db")+options); err != nil {
		log.Fatal(err)
	}
	if _, err = db.Exec(schema); err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /menu", handle(showMenu))
	http.HandleFunc("POST /orders", handle(placeOrder))
	http.HandleFunc("GET /orders", handle(listOrders))
	http.HandleFunc("GET /orders/{id}", handle(readOrder))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
