// Answer HTTP requests by hand.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"strings"
	"time"
)

const (
	greeting    = "Welcome to the café!"
	longestHead = 16_384
	patience    = 30 * time.Second // for a whole request and its answer
)

// readHead returns the request up to its blank line.
func readHead(connection net.Conn) (string, error) {
	var buffer []byte // all that has arrived so far
	piece := make([]byte, 4096)
	for len(buffer) <= longestHead {
		n, err := connection.Read(piece)
		buffer = append(buffer, piece[:n]...)
		if head, _, isWhole := bytes.Cut(buffer, []byte("\r\n\r\n")); isWhole {
			return string(head), nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", errors.New("the head is too long")
}

func answerTo(head string) string {
	requestLine, _, _ := strings.Cut(head, "\r\n")
	words := strings.Split(requestLine, " ")
	if len(words) != 3 {
		return response("400 Bad Request", "This is not an HTTP request.")
	}
	method, target := words[0], words[1]
	path, _, _ := strings.Cut(target, "?")
	switch {
	case path != "/":
		return response("404 Not Found", "There is nothing here.")
	case method != "GET":
		return response("501 Not Implemented", "Only GET is known here.")
	}
	return response("200 OK", greeting)
}

func response(status, text string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\n"+
		"Content-Type: text/plain; charset=utf-8\r\n"+
		"Content-Length: %d\r\n"+
		"Connection: close\r\n"+
		"\r\n%s", status, len(text), text) // len counts bytes, and a text in Go is UTF-8
}

// serve answers one request and closes.
func serve(connection net.Conn) {
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(patience))
	head, err := readHead(connection)
	if err != nil {
		return // the client left in the middle, was too slow or sent too much: there is nobody to answer
	}
	connection.Write([]byte(answerTo(head)))
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		log.Fatal(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil { // such as too many open files: it will pass
			log.Print(err)
			time.Sleep(10 * time.Millisecond)
			continue
		}
		go serve(connection)
	}
}
