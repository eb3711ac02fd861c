package main

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

const largestBody = 1 << 20

// apiVersion is that of the document that this reactor was written to: what came with later versions it does not know.
const apiVersion = "1.4.0"

// Server answers the operations of level core.
type Server struct {
	store  *Store
	token  string
	types  []any
	typeID string
}

// operation answers with a status and a body; nil is none. It is called with the store's lock held.
type operation func(s *Server, asked *http.Request, body []byte) (int, any, error)

// operations are those of the document, with the query parameters that it gives each.
var operations = map[string]struct {
	open  bool
	query map[string]check
	do    operation
}{
	"GET /v1/deployments": {query: map[string]check{
		"after": text(``, 0, 81), "limit": decimal(whole(1, 500)),
	}, do: (*Server).list},
	"PUT /v1/deployments/{id}": {do: (*Server).put},
	"GET /v1/deployments/{id}": {do: (*Server).get},
	"DELETE /v1/deployments/{id}": {query: map[string]check{
		"instance": hash, "provider": account, "descriptorType": hash, "cid": cidText, "paidBlocks": decimal(u32),
		"endedBy": endedBy, "endReason": endReason, "expected": truth,
		"endBlock": decimal(u32), "paid": money, "refunded": money,
	}, do: (*Server).remove},
	"POST /v1/deployments/{id}/acknowledge": {do: (*Server).acknowledge},
	"GET /v1/descriptor-types":              {do: (*Server).descriptorTypes},
	"GET /healthz":                          {open: true, do: (*Server).health},
	"GET /readyz":                           {open: true, do: (*Server).health},
}

// decimal reads a parameter's text as the number that it is.
func decimal(check check) check {
	return func(value any, at string) error { return check(json.Number(value.(string)), at) }
}

// ServeHTTP makes an answer of everything, errors too.
func (s *Server) ServeHTTP(out http.ResponseWriter, asked *http.Request) {
	status, body, err := s.answer(asked)
	if err != nil {
		var problem Problem
		if !errors.As(err, &problem) {
			log.Printf("%s %s: %v", asked.Method, asked.URL.Path, err)
			problem = Problem{"internal", "an unexpected error; the log has it"}
		}
		out.Header().Set("content-type", "application/problem+json")
		status, body = statuses[problem.Code], problem.shown()
	} else if body != nil {
		out.Header().Set("content-type", "application/json")
	}
	out.Header().Set("dinfra-epoch", s.store.epoch)
	out.Header().Set("dinfra-api-version", apiVersion)
	out.WriteHeader(status)
	if body != nil {
		json.NewEncoder(out).Encode(body)
	}
}

func (s *Server) answer(asked *http.Request) (int, any, error) {
	route, id := routeOf(asked)
	operation, known := operations[route]
	if !operation.open && !s.authorized(asked) {
		return 0, nil, refuse("unauthorized", "send the reactor's token as a bearer token")
	}
	if !known {
		return 0, nil, refuse("unknown-route", "see reactor-api/openapi.yaml for the operations")
	}
	if id != "" {
		asked.SetPathValue("id", id)
		if err := requireID(id); err != nil {
			return 0, nil, refuse("invalid-request", err.Error())
		}
	}
	// What the parser cannot read, it would leave out.
	query, err := url.ParseQuery(asked.URL.RawQuery)
	if err != nil {
		return 0, nil, refuse("invalid-request", err.Error())
	}
	for name, check := range operation.query {
		if query.Has(name) {
			if err := check(query.Get(name), name); err != nil {
				return 0, nil, refuse("invalid-request", err.Error())
			}
		}
	}
	// Read whole before anything is done: a request that is cut does nothing.
	body, err := io.ReadAll(http.MaxBytesReader(nil, asked.Body, largestBody))
	if err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return 0, nil, refuse("too-large", fmt.Sprintf("expected a body of at most %d bytes", largestBody))
		}
		return 0, nil, refuse("invalid-request", err.Error())
	}
	s.store.lock.Lock()
	defer s.store.lock.Unlock()
	status, found, err := operation.do(s, asked, body)
	if err != nil || found == nil {
		return status, nil, err
	}
	// Under the lock, as records go on changing.
	encoded, err := json.Marshal(found)
	return status, json.RawMessage(encoded), err
}

// routeOf is the operation that a request is for, and the id in its path.
func routeOf(asked *http.Request) (route, id string) {
	steps := strings.Split(strings.TrimPrefix(asked.URL.EscapedPath(), "/"), "/")
	if len(steps) > 2 && steps[0] == "v1" && steps[1] == "deployments" && steps[2] != "" {
		id, err := url.PathUnescape(steps[2])
		if err != nil {
			id = "%"
		}
		steps[2] = "{id}"
		return asked.Method + " /" + strings.Join(steps, "/"), id
	}
	return asked.Method + " " + asked.URL.EscapedPath(), ""
}

func (s *Server) authorized(asked *http.Request) bool {
	given := []byte(asked.Header.Get("authorization"))
	return subtle.ConstantTimeCompare(given, []byte("Bearer "+s.token)) == 1
}

// read takes a body of JSON that fits its shape.
func read(asked *http.Request, body []byte, shape check) (map[string]any, error) {
	if media, _, _ := mime.ParseMediaType(asked.Header.Get("content-type")); media != "application/json" {
		return nil, refuse("invalid-request", "expected a body of type application/json")
	}
	var value any
	if err := decode(body, &value); err != nil {
		return nil, refuse("invalid-request", "expected JSON: "+err.Error())
	}
	if err := shape(value, "the body"); err != nil {
		return nil, refuse("invalid-request", err.Error())
	}
	return value.(map[string]any), nil
}

// decode reads one JSON document, and keeps numbers as they are written.
func decode(text []byte, into any) error {
	if !utf8.Valid(text) {
		return errors.New("expected UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("expected one document, found more")
	}
	return nil
}

func (s *Server) list(asked *http.Request, _ []byte) (int, any, error) {
	query := asked.URL.Query()
	after, limit := query.Get("after"), 100
	if query.Has("limit") {
		limit, _ = strconv.Atoi(query.Get("limit"))
	}
	if query.Has("after") {
		if sequence(after, "after") == nil {
			return 0, nil, refuse("sequence-gone", "this reactor gives no changes: list all deployments")
		}
		if err := requireID(after); err != nil {
			return 0, nil, refuse("invalid-request", err.Error())
		}
	}
	records, more := s.store.After(after, limit)
	items := []any{}
	for _, record := range records {
		items = append(items, record.shown(s.store.epoch))
	}
	page := map[string]any{"epoch": s.store.epoch, "items": items}
	if s.store.owner != nil {
		page["owner"] = s.store.owner.shown()
	}
	if more {
		page["next"] = records[len(records)-1].id
	}
	return 200, page, nil
}

func (s *Server) put(asked *http.Request, body []byte) (int, any, error) {
	if within := asked.Header.Get("dinfra-deploy-within"); asked.Header["Dinfra-Deploy-Within"] != nil {
		if err := decimal(u32)(within, "dinfra-deploy-within"); err != nil {
			return 0, nil, refuse("invalid-request", err.Error())
		}
	}
	found, err := read(asked, body, desiredShape)
	if err != nil {
		return 0, nil, err
	}
	owner := found["owner"].(map[string]any)
	generation, _ := strconv.ParseUint(found["generation"].(json.Number).String(), 10, 32)
	descriptor, _ := found["descriptor"].(map[string]any)
	wish := Wish{
		Generation: uint32(generation),
		TypeID:     found["descriptorType"].(map[string]any)["id"].(string),
		CID:        found["cid"].(string),
		Owner:      Owner{owner["instance"].(string), owner["provider"].(string)},
		Descriptor: descriptor,
	}
	if wish.TypeID != s.typeID {
		return 0, nil, refuse("unknown-type", "descriptor type "+wish.TypeID+" is not served here; GET /v1/descriptor-types")
	}
	record, err := s.store.Wish(asked.PathValue("id"), wish)
	return s.shown(202, record, err)
}

func (s *Server) get(asked *http.Request, _ []byte) (int, any, error) {
	record, err := s.store.known(asked.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	shown := record.shown(s.store.epoch)
	// Here alone: a sidecar of before 1.4.0 takes no list with it.
	if record.absent {
		shown["end"] = record.ended()
	}
	return 200, shown, nil
}

func (s *Server) remove(asked *http.Request, _ []byte) (int, any, error) {
	query := asked.URL.Query()
	for _, name := range []string{"instance", "provider"} {
		if !query.Has(name) {
			return 0, nil, refuse("invalid-request", name+": expected a value, found nothing")
		}
	}
	owner := Owner{query.Get("instance"), query.Get("provider")}
	record, err := s.store.Unwish(asked.PathValue("id"), owner, endSaid(query))
	return s.shown(202, record, err)
}

// endSaid is what a DELETE says of the end, by the names of the schema End.
func endSaid(query url.Values) map[string]any {
	said := map[string]any{}
	for given, name := range map[string]string{
		"endedBy": "by", "endReason": "reason", "endBlock": "block", "paid": "paid", "refunded": "refunded",
	} {
		if query.Has(given) {
			said[name] = query.Get(given)
		}
	}
	if block, given := said["block"].(string); given {
		said["block"] = json.Number(block)
	}
	return said
}

func (s *Server) acknowledge(asked *http.Request, body []byte) (int, any, error) {
	found, err := read(asked, body, acknowledgementShape)
	if err != nil {
		return 0, nil, err
	}
	return 204, nil, s.store.Forget(asked.PathValue("id"), found["receipt"].(string))
}

func (s *Server) descriptorTypes(*http.Request, []byte) (int, any, error) {
	return 200, map[string]any{"epoch": s.store.epoch, "items": s.types}, nil
}

func (s *Server) health(*http.Request, []byte) (int, any, error) {
	return 200, map[string]any{"epoch": s.store.epoch, "status": "ok"}, nil
}

func (s *Server) shown(status int, record *Record, err error) (int, any, error) {
	if err != nil {
		return 0, nil, err
	}
	return status, record.shown(s.store.epoch), nil
}
