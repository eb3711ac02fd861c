package main

import (
	_ "embed"
	"fmt"
	"net"
	"net/http"
	"sync"
)

//go:embed hello-page.v1.schema.json
var schemaFile []byte

// descriptorShape is hello-page.v1.schema.json, by hand.
var descriptorShape = object(map[string]check{
	"type": text(`^hello-page/v1$`, 1, 64),
	"name": text(`^[a-z][a-z0-9-]{0,30}$`, 1, 31),
	"text": text(``, 1, 200),
}, nil)

// Platform serves pages on loopback, a port per deployment. It knows them by the owner's label, which is a function of instance,
// provider and id: so what is there can be found by a reactor that lost its records.
type Platform struct {
	lock  sync.Mutex
	pages map[string]*page
}

type page struct {
	listener net.Listener
	text     string
}

// Up brings an owner's page to a text. Doing it again changes nothing; another text is served under the same address.
func (p *Platform) Up(owner, text string) (url string, err error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	there := p.pages[owner]
	if there == nil {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", err
		}
		there = &page{listener: listener}
		p.pages[owner] = there
		go http.Serve(listener, http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
			p.lock.Lock()
			defer p.lock.Unlock()
			fmt.Fprintln(out, there.text)
		}))
	}
	there.text = text
	return "http://" + there.listener.Addr().String(), nil
}

// Down takes away what there is of an owner, and says how much that was.
func (p *Platform) Down(owner string) (removed int, err error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	there := p.pages[owner]
	if there == nil {
		return 0, nil
	}
	if err := there.listener.Close(); err != nil {
		return 0, err
	}
	delete(p.pages, owner)
	return 1, nil
}

// Empty looks anew whether there is nothing of an owner.
func (p *Platform) Empty(owner string) bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.pages[owner] == nil
}

// schema of the descriptor type, decoded, and its id on chain.
func descriptorType() (map[string]any, string, error) {
	var schema map[string]any
	if err := decode(schemaFile, &schema); err != nil {
		return nil, "", err
	}
	id, err := digest(schema)
	return schema, id, err
}

// checkDescriptor says why a descriptor cannot be had, as a code and words; a stranger wrote it.
func checkDescriptor(wish Wish) (text, code, why string) {
	if wish.Descriptor == nil {
		return "", "descriptor.unavailable", "the wish brings no descriptor, and there is no descriptor store"
	}
	found, err := cidOf(wish.Descriptor)
	if err != nil {
		return "", "descriptor.canonical", err.Error()
	}
	if found != wish.CID {
		return "", "descriptor.hash", fmt.Sprintf("expected a descriptor with the CID %s, found %s", wish.CID, found)
	}
	if err := descriptorShape(wish.Descriptor, "the descriptor"); err != nil {
		return "", "descriptor.schema", err.Error()
	}
	return wish.Descriptor["text"].(string), "", ""
}
