// A todo list that follows the TodoBackend contract, kept in memory.
package main

import (
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
)

// todo is a todo as clients see it. A pointer tells a field that was not sent (nil) from one that was.
type todo struct {
	Title     *string  `json:"title"`
	Completed *bool    `json:"completed"`
	Order     *float64 `json:"order,omitempty"`
	URL       string   `json:"url"`
}

// store keeps the todos, oldest first. The server answers every request in a goroutine of its own: they take turns.
type store struct {
	sync.Mutex
	todos  map[int]todo
	lastID int // only ever counts up, so that no id comes twice
}

var todos = store{todos: map[int]todo{}}

func list(w http.ResponseWriter, r *http.Request) {
	todos.Lock()
	defer todos.Unlock()
	ids := []int{}
	for id := range todos.todos {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	found := []todo{}
	for _, id := range ids {
		found = append(found, shown(r, id, todos.todos[id]))
	}
	answer(w, http.StatusOK, found)
}

func create(w http.ResponseWriter, r *http.Request) {
	sent, err := read(r)
	if err == nil && sent.Title == nil {
		err = errors.New("a todo needs a title")
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	if sent.Completed == nil {
		sent.Completed = new(bool)
	}
	todos.Lock()
	defer todos.Unlock()
	todos.lastID++
	todos.todos[todos.lastID] = sent
	answer(w, http.StatusCreated, shown(r, todos.lastID, sent))
}

func deleteAll(w http.ResponseWriter, r *http.Request) {
	todos.Lock()
	defer todos.Unlock()
	clear(todos.todos)
	w.WriteHeader(http.StatusNoContent)
}

// withTodo calls a function with the todo of the path, while nobody else touches the list; 404 when there is none.
func withTodo(do func(w http.ResponseWriter, r *http.Request, id int, found todo)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, _ := strconv.Atoi(r.PathValue("id"))
		todos.Lock()
		defer todos.Unlock()
		found, exists := todos.todos[id]
		if !exists {
			refuse(w, http.StatusNotFound, "there is no such todo")
			return
		}
		do(w, r, id, found)
	}
}

func get(w http.ResponseWriter, r *http.Request, id int, found todo) {
	answer(w, http.StatusOK, shown(r, id, found))
}

func change(w http.ResponseWriter, r *http.Request, id int, found todo) {
	sent, err := read(r)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	if sent.Title != nil {
		found.Title = sent.Title
	}
	if sent.Completed != nil {
		found.Completed = sent.Completed
	}
	if sent.Order != nil {
		found.Order = sent.Order
	}
	todos.todos[id] = found
	answer(w, http.StatusOK, shown(r, id, found))
}

func remove(w http.ResponseWriter, r *http.Request, id int, found todo) {
	delete(todos.todos, id)
	w.WriteHeader(http.StatusNoContent)
}

// read returns the fields that were sent. A title that is null was sent, and is no text.
func read(r *http.Request) (todo, error) {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&fields); err != nil || fields == nil {
		return todo{}, errors.New("the body must be a JSON object")
	}
	var sent todo
	if title, isThere := fields["title"]; isThere {
		if err := json.Unmarshal(title, &sent.Title); err != nil || sent.Title == nil {
			return todo{}, errors.New("title must be a text")
		}
	}
	if err := json.Unmarshal(orNull(fields["completed"]), &sent.Completed); err != nil {
		return todo{}, errors.New("completed must be true or false")
	}
	if err := json.Unmarshal(orNull(fields["order"]), &sent.Order); err != nil {
		return todo{}, errors.New("order must be a number")
	}
	return sent, nil
}

func orNull(value json.RawMessage) json.RawMessage {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}

// shown returns a todo with the address at which clients find it again.
func shown(r *http.Request, id int, found todo) todo {
	found.URL = "http://" + r.Host + "/" + strconv.Itoa(id)
	return found
}

func refuse(w http.ResponseWriter, status int, reason string) {
	answer(w, status, map[string]string{"error": reason})
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", list)
	mux.HandleFunc("POST /{$}", create)
	mux.HandleFunc("DELETE /{$}", deleteAll)
	mux.HandleFunc("GET /{id}", withTodo(get))
	mux.HandleFunc("PATCH /{id}", withTodo(change))
	mux.HandleFunc("DELETE /{id}", withTodo(remove))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux))
}
