// A server on Go's own net/http.
//
// The flow of every request:
//
//	client --request--> net/http --finds the pattern, calls--> your function --response--> client
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
)

// What must outlive a restart belongs into this folder: os.Getenv("KATA_DATA").

func main() {
	http.HandleFunc("/", notYet)
	// TODO: write a function for each path and register it, such as:
	//
	//	http.HandleFunc("GET /hello", hello)
	//
	//	func hello(w http.ResponseWriter, r *http.Request) {
	//		name := r.URL.Query().Get("name")                                      // 1. read the request
	//		message := "Hello, " + name + "!"                                      // 2. decide what to answer
	//		answer(w, http.StatusOK, map[string]any{"message": message})           // 3. send the response
	//	}

	// The port is given by the environment, and it is another one in every run.
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}

// Everything that has no path of its own ends here.
func notYet(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusNotImplemented, map[string]any{"error": r.Method + " " + r.URL.Path + " is not implemented yet"})
}

// answer sends a whole response: status, headers, body.
func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}
