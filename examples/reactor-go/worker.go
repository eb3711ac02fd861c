package main

import "time"

// Worker brings the platform to what is wished: one goroutine at a time per deployment.
type Worker struct {
	store    *Store
	platform *Platform
}

// Start is called, with the store's lock held, whenever a record may be due.
func (w *Worker) Start(record *Record) {
	if record.busy || !record.due() {
		return
	}
	record.busy, record.begun = true, true
	go func() {
		for w.step(record) {
		}
	}()
}

// step does the one next thing, and says whether another one may follow. Nothing is locked while the platform is at work: a
// newer wish may come meanwhile, and is looked at in the next step.
func (w *Worker) step(record *Record) bool {
	w.store.lock.Lock()
	if !record.due() {
		record.busy = false
		w.store.lock.Unlock()
		return false
	}
	absent, wish := record.absent, record.desired
	if absent {
		begins(record, "teardownStartedAt")
	} else {
		begins(record, "deployStartedAt")
	}
	w.store.lock.Unlock()
	if absent {
		w.tearDown(record)
	} else {
		w.deploy(record, wish)
	}
	return true
}

func begins(record *Record, what string) {
	if record.timings[what] == nil {
		record.timings[what] = now()
	}
}

func label(record *Record) string {
	return record.owner.Instance + "/" + record.owner.Provider + "/" + record.id
}

func (w *Worker) deploy(record *Record, wish *Wish) {
	text, code, why := checkDescriptor(*wish)
	var url string
	if code == "" {
		var err error
		if url, err = w.platform.Up(label(record), text); err != nil {
			// The platform's fault, not the wish's: it is tried again.
			time.Sleep(time.Second)
			return
		}
	}
	w.store.lock.Lock()
	defer w.store.lock.Unlock()
	if code != "" {
		if record.desired == wish && !record.absent {
			record.failure = &Failure{Code: code, Message: shortened(why), Generation: wish.Generation, At: now()}
		}
		return
	}
	record.good, record.url = wish, url
	begins(record, "deployedAt")
	record.timings["observedAt"] = now()
}

func (w *Worker) tearDown(record *Record) {
	removed, err := w.platform.Down(label(record))
	// A receipt says that somebody looked, and found nothing.
	if err != nil || !w.platform.Empty(label(record)) {
		time.Sleep(time.Second)
		return
	}
	w.store.lock.Lock()
	defer w.store.lock.Unlock()
	record.good, record.url = nil, ""
	body := map[string]any{
		"version": 1, "deployment": record.id, "owner": record.owner.shown(), "platform": "go-pages",
		"empty": true, "removed": removed, "checkedAt": now(),
	}
	hash, err := digest(body)
	if err != nil {
		panic(err) // it has nothing in it that has no canonical form
	}
	record.receipt = map[string]any{"digest": hash, "body": body}
	record.timings["tornDownAt"] = now()
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > 2000 {
		return string(runes[:2000])
	}
	return text
}
