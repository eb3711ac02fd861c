package main

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Wish is the content of a PUT.
type Wish struct {
	Generation uint32
	TypeID     string
	CID        string
	Owner      Owner
	Descriptor map[string]any
}

// Owner is on whose behalf: a store belongs to one only.
type Owner struct{ Instance, Provider string }

func (o Owner) shown() map[string]any {
	return map[string]any{"instance": o.Instance, "provider": o.Provider}
}

// Failure is why the newest generation cannot be had.
type Failure struct {
	Code, Message string
	Generation    uint32
	At            string
}

// Record is what the store knows of a deployment.
type Record struct {
	id      string
	owner   Owner
	desired *Wish // the newest; nil where only a DELETE is known
	good    *Wish // the one that runs
	absent  bool  // a DELETE came
	begun   bool
	busy    bool // its goroutine is at work
	url     string
	failure *Failure
	receipt map[string]any
	end     map[string]any // what DELETEs said of it
	timings map[string]any
}

func now() string { return time.Now().UTC().Format("2006-01-02T15:04:05.000Z") }

// Phase follows from the record, so that the two never disagree.
func (r *Record) Phase() string {
	switch {
	case r.absent && r.receipt != nil:
		return "TornDown"
	case r.absent:
		return "TearingDown"
	case r.good != nil:
		return "Deployed"
	case r.failure != nil:
		return "Failed"
	case r.begun:
		return "Deploying"
	}
	return "Pending"
}

// due says whether it is not as it is wished. What was tried for good is not tried again.
func (r *Record) due() bool {
	if r.absent {
		return r.receipt == nil
	}
	return r.failure == nil && r.desired != nil && r.desired != r.good
}

// shown is the record as the API's schema Deployment.
func (r *Record) shown(epoch string) map[string]any {
	phase := r.Phase()
	conditions := []any{condition("Ready", phase == "Deployed", phase, "the phase is "+phase, r.timings["acceptedAt"])}
	if r.failure != nil && r.good != nil && !r.absent {
		conditions = append(conditions, condition("UpdateFailed", true, r.failure.Code, r.failure.Message, r.failure.At))
	}
	endpoints := []any{}
	if r.url != "" {
		endpoints = append(endpoints, map[string]any{"name": "page", "url": r.url})
	}
	timings := map[string]any{}
	for name, at := range r.timings {
		timings[name] = at
	}
	shown := map[string]any{
		"id": r.id, "epoch": epoch, "phase": phase, "generation": 0, "observedGeneration": 0,
		"conditions": conditions, "endpoints": endpoints, "timings": timings,
	}
	if r.desired != nil {
		shown["generation"] = r.desired.Generation
		shown["cid"] = r.desired.CID
		shown["descriptorType"] = map[string]any{"id": r.desired.TypeID}
	}
	if r.good != nil {
		shown["observedGeneration"] = r.good.Generation
	}
	if f := r.failure; f != nil {
		shown["failure"] = map[string]any{
			"code": f.Code, "message": f.Message, "permanent": true, "generation": f.Generation, "at": f.At,
		}
	}
	if r.receipt != nil {
		shown["receipt"] = r.receipt
	}
	return shown
}

// ended is the API's schema End: what DELETEs said of the end, and when it was carried out.
func (r *Record) ended() map[string]any {
	ended := map[string]any{"by": "unknown", "reason": ""}
	maps.Copy(ended, r.end)
	if at, torn := r.timings["tornDownAt"]; torn {
		ended["tornDownAt"] = at
	}
	return ended
}

func condition(kind string, status bool, reason, message string, since any) map[string]any {
	return map[string]any{"type": kind, "status": status, "reason": reason, "message": message, "since": since}
}

// Store has the records. Its epoch is random with each start, because the records are lost with the process: a sidecar that
// sees it change sends everything again.
type Store struct {
	lock    sync.Mutex
	epoch   string
	owner   *Owner
	records map[string]*Record
	// work is called, with the lock held, for a record that may be due.
	work func(*Record)
}

func NewStore() *Store {
	random := make([]byte, 8)
	rand.Read(random)
	return &Store{epoch: hex.EncodeToString(random), records: map[string]*Record{}}
}

func (s *Store) known(id string) (*Record, error) {
	if record := s.records[id]; record != nil {
		return record, nil
	}
	return nil, refuse("unknown-deployment", id+" is not known here; that says nothing of what runs")
}

func (s *Store) requireOwner(owner Owner) error {
	if s.owner == nil {
		s.owner = &owner
	}
	if *s.owner != owner {
		return refuse("wrong-instance", fmt.Sprintf("this store belongs to %s, %s", s.owner.Instance, s.owner.Provider))
	}
	return nil
}

func (s *Store) made(id string, owner Owner) *Record {
	record := &Record{id: id, owner: owner, end: map[string]any{}, timings: map[string]any{"acceptedAt": now()}}
	s.records[id] = record
	return record
}

// Wish is a PUT. The same wish again changes nothing.
func (s *Store) Wish(id string, wish Wish) (*Record, error) {
	if err := s.requireOwner(wish.Owner); err != nil {
		return nil, err
	}
	record := s.records[id]
	if record == nil {
		record = s.made(id, wish.Owner)
	}
	if record.absent {
		return nil, refuse("ended", id+" was deleted; an ended assignment does not come back")
	}
	if known := record.desired; known != nil && wish.Generation <= known.Generation {
		if wish.Generation < known.Generation {
			return nil, refuse("stale-generation", fmt.Sprintf("generation %d is known; send the newest", known.Generation))
		}
		if wish.CID != known.CID || wish.TypeID != known.TypeID {
			return nil, refuse("generation-conflict", "other content needs a higher generation")
		}
		return record, nil
	}
	record.desired, record.failure = &wish, nil
	s.work(record)
	return record, nil
}

// Unwish is a DELETE. Of an id that is not known it makes a record, so that the platform is searched. Another one adds what was
// not said of the end, and changes nothing that was.
func (s *Store) Unwish(id string, owner Owner, said map[string]any) (*Record, error) {
	if err := s.requireOwner(owner); err != nil {
		return nil, err
	}
	record := s.records[id]
	if record == nil {
		record = s.made(id, owner)
	}
	if !record.absent {
		record.absent, record.failure = true, nil
		record.end["at"] = now()
		s.work(record)
	}
	for name, value := range said {
		if _, known := record.end[name]; !known {
			record.end[name] = value
		}
	}
	return record, nil
}

// Forget is an acknowledgement.
func (s *Store) Forget(id, receipt string) error {
	record, err := s.known(id)
	switch {
	case err != nil:
		return err
	case record.receipt == nil:
		return refuse("not-torn-down", id+" is "+record.Phase()+": DELETE it, and wait for its receipt")
	case record.receipt["digest"] != receipt:
		return refuse("receipt-mismatch", fmt.Sprintf("expected %s, found %s", record.receipt["digest"], receipt))
	}
	delete(s.records, id)
	return nil
}

// After is a page: records after an id, which need not be there, in their order as numbers; and whether there are more.
func (s *Store) After(id string, limit int) (page []*Record, more bool) {
	for _, record := range s.records {
		if id == "" || compare(record.id, id) > 0 {
			page = append(page, record)
		}
	}
	slices.SortFunc(page, func(a, b *Record) int { return compare(a.id, b.id) })
	if len(page) > limit {
		return page[:limit], true
	}
	return page, false
}

func numbers(id string) (subscription, attempt uint64, err error) {
	first, second, _ := strings.Cut(id, ".")
	if subscription, err = strconv.ParseUint(first, 10, 64); err != nil {
		return
	}
	attempt, err = strconv.ParseUint(second, 10, 32)
	return
}

// compare orders ids as numbers: 10.1 comes after 9.1.
func compare(a, b string) int {
	subscriptionA, attemptA, _ := numbers(a)
	subscriptionB, attemptB, _ := numbers(b)
	return cmp.Or(cmp.Compare(subscriptionA, subscriptionB), cmp.Compare(attemptA, attemptB))
}
