package main

import "strings"

// Problem is an answer that is an error (RFC 9457). Its code is stable; the detail says what was expected, what was found and
// what to do.
type Problem struct {
	Code   string
	Detail string
}

func (p Problem) Error() string { return p.Code + ": " + p.Detail }

var statuses = map[string]int{
	"invalid-request":     400,
	"unauthorized":        401,
	"unknown-deployment":  404,
	"unknown-route":       404,
	"stale-generation":    409,
	"generation-conflict": 409,
	"wrong-instance":      409,
	"ended":               409,
	"not-torn-down":       409,
	"receipt-mismatch":    409,
	"sequence-gone":       410,
	"too-large":           413,
	"unknown-type":        422,
	"internal":            500,
}

func (p Problem) shown() map[string]any {
	return map[string]any{
		"type":   "urn:dinfra:problem:" + p.Code,
		"title":  strings.ReplaceAll(p.Code, "-", " "),
		"status": statuses[p.Code],
		"detail": p.Detail,
		// The same request cannot succeed later, but where this reactor itself failed.
		"retryable": p.Code == "internal",
	}
}

func refuse(code, detail string) error { return Problem{code, detail} }
