// The gate: checks an order, says everything that is wrong with it, and stores nothing.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"mime"
	"net/http"
	"os"
	"strings"
	"unicode/utf8"
)

const largestBody = 1_000_000

// mistake is one thing that is wrong, and where.
type mistake struct {
	Field string `json:"field"`
	Code  string `json:"code"`
}

// check looks at one value and returns what is wrong with it; it is given the path to it.
type check func(path string, value any) []mistake

func one(path, code string) []mistake { return []mistake{{path, code}} }

// text checks for a text of that many characters.
func text(least, most int) check {
	return func(path string, value any) []mistake {
		given, isText := value.(string)
		switch {
		case !isText:
			return one(path, "type")
		case utf8.RuneCountInString(given) < least:
			return one(path, "empty")
		case utf8.RuneCountInString(given) > most:
			return one(path, "too_long")
		}
		return nil
	}
}

// whole checks for a whole number in a range. Numbers arrive as they were written, so no digit is lost.
func whole(least, most int64) check {
	return func(path string, value any) []mistake {
		written, isNumber := value.(json.Number)
		if !isNumber || strings.ContainsAny(written.String(), ".eE") {
			return one(path, "type")
		}
		number, _ := new(big.Int).SetString(written.String(), 10)
		if number.Cmp(big.NewInt(least)) < 0 || number.Cmp(big.NewInt(most)) > 0 {
			return one(path, "range")
		}
		return nil
	}
}

// object checks for an object with these fields and no others.
func object(required map[string]check, optional map[string]check) check {
	return func(path string, value any) []mistake {
		given, isObject := value.(map[string]any)
		if !isObject {
			return one(path, "type")
		}
		found := []mistake{}
		for name := range required {
			if _, isThere := given[name]; !isThere {
				found = append(found, mistake{join(path, name), "required"})
			}
		}
		for name, value := range given {
			fits, isKnown := required[name]
			if !isKnown {
				fits, isKnown = optional[name]
			}
			if !isKnown {
				found = append(found, mistake{join(path, name), "unknown"})
				continue
			}
			found = append(found, fits(join(path, name), value)...)
		}
		return found
	}
}

// list checks for a list that is not empty, and each of its elements.
func list(each check) check {
	return func(path string, value any) []mistake {
		given, isList := value.([]any)
		if !isList {
			return one(path, "type")
		}
		if len(given) == 0 {
			return one(path, "empty")
		}
		found := []mistake{}
		for index, element := range given {
			found = append(found, each(fmt.Sprintf("%s[%d]", path, index), element)...)
		}
		return found
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

var item = object(map[string]check{"sku": text(1, 40), "quantity": whole(1, 999)}, nil)
var order = object(map[string]check{"customer": text(1, 100), "items": list(item)}, map[string]check{"note": text(0, 200)})

func receive(w http.ResponseWriter, r *http.Request) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		problem(w, http.StatusUnsupportedMediaType, "An order is sent as application/json", nil)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		problem(w, http.StatusRequestEntityTooLarge, "The order is too large", nil)
		return
	}
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	var sent any
	if err != nil || decoder.Decode(&sent) != nil {
		problem(w, http.StatusBadRequest, "The body is not JSON", nil)
		return
	}
	if _, isObject := sent.(map[string]any); !isObject {
		problem(w, http.StatusBadRequest, "An order is a JSON object", nil)
		return
	}
	if found := order("", sent); len(found) > 0 {
		problem(w, http.StatusUnprocessableEntity, "The order is not valid", found)
		return
	}
	send(w, http.StatusOK, "application/json", map[string]bool{"valid": true})
}

// problem answers with a problem document (RFC 9457).
func problem(w http.ResponseWriter, status int, title string, found []mistake) {
	send(w, status, "application/problem+json", map[string]any{"title": title, "status": status, "errors": found})
}

func send(w http.ResponseWriter, status int, kind string, value any) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", receive)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux))
}
