// A server on plain sockets: what HTTP libraries do for you is what you write here.
//
// The flow of every connection:
//
//	client --connects--> Accept --starts--> converse --reads, writes, closes--> client
package main

import (
	"log"
	"net"
	"os"
)

// What must outlive a restart belongs into this folder: os.Getenv("KATA_DATA").

func main() {
	// The port is given by the environment, and it is another one in every run.
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		log.Fatal(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go converse(connection) // so that a slow client does not keep the others waiting
	}
}

func converse(connection net.Conn) {
	defer connection.Close()
	piece := make([]byte, 4096)
	n, _ := connection.Read(piece)
	log.Printf("%q", piece[:n]) // what has arrived
	// TODO: read to the end of what the client has to say, then send the right answer. README.md holds the rules; begin with R1.
	connection.Write([]byte("not written yet\n"))
}
