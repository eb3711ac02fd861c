// A reactor of the Chain Reactor API in Go, level core: it serves pages on loopback. Standard library only.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	tokenFile := flag.String("token-file", "", "file with the bearer token that opens everything")
	address := flag.String("listen", "127.0.0.1:4700", "loopback address; port 0 takes a free one")
	flag.Parse()

	read, err := os.ReadFile(*tokenFile)
	token := strings.TrimSpace(string(read))
	if err != nil || len(token) < 32 {
		log.Fatalf("-token-file: expected a file with a token of 32 characters at least, found %q: %v", *tokenFile, err)
	}
	schema, id, err := descriptorType()
	if err != nil {
		log.Fatal(err)
	}
	store := NewStore()
	worker := &Worker{store: store, platform: &Platform{pages: map[string]*page{}}}
	store.work = worker.Start
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{
		Handler: &Server{
			store: store, token: token, typeID: id,
			types: []any{map[string]any{"id": id, "name": "hello-page/v1", "schema": schema}},
		},
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
	}
	json.NewEncoder(os.Stdout).Encode(map[string]string{"url": "http://" + listener.Addr().String(), "epoch": store.epoch})
	log.Fatal(server.Serve(listener))
}
