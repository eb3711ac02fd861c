package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// A check says what is wrong with a value that came from outside; nil where it fits. They are written by hand from the schemas of
// the OpenAPI document: encoding/json alone would take null, other spellings of names, and members that the document has not.
type check func(value any, at string) error

func unexpected(at, expected string, found any) error {
	return fmt.Errorf("%s: expected %s, found %.80v", at, expected, found)
}

func text(pattern string, least, most int) check {
	form := regexp.MustCompile(pattern)
	return func(value any, at string) error {
		text, is := value.(string)
		if !is {
			return unexpected(at, "a string", value)
		}
		if length := utf8.RuneCountInString(text); length < least || length > most {
			return unexpected(at, fmt.Sprintf("%d to %d characters", least, most), length)
		}
		if !form.MatchString(text) {
			return unexpected(at, "the form "+pattern, text)
		}
		return nil
	}
}

func whole(least, most uint64) check {
	return func(value any, at string) error {
		number, is := value.(json.Number)
		if !is {
			return unexpected(at, "a whole number", value)
		}
		found, err := strconv.ParseUint(number.String(), 10, 64)
		if err != nil || found < least || found > most {
			return unexpected(at, fmt.Sprintf("a whole number from %d to %d", least, most), number)
		}
		return nil
	}
}

func list(most int, item check) check {
	return func(value any, at string) error {
		items, is := value.([]any)
		if !is || len(items) > most {
			return unexpected(at, fmt.Sprintf("a list of at most %d items", most), value)
		}
		for n, one := range items {
			if err := item(one, fmt.Sprintf("%s/%d", at, n)); err != nil {
				return err
			}
		}
		return nil
	}
}

func anyObject(value any, at string) error {
	if _, is := value.(map[string]any); !is {
		return unexpected(at, "an object", value)
	}
	return nil
}

// object takes the members that it names and no others; those of `required` have to be there.
func object(required, optional map[string]check) check {
	return func(value any, at string) error {
		members, is := value.(map[string]any)
		if !is {
			return unexpected(at, "an object", value)
		}
		for name := range required {
			if _, given := members[name]; !given {
				return unexpected(at+"/"+name, "a value", "nothing")
			}
		}
		for name, member := range members {
			one := required[name]
			if one == nil {
				one = optional[name]
			}
			if one == nil {
				return unexpected(at+"/"+name, "no such member", member)
			}
			if err := one(member, at+"/"+name); err != nil {
				return err
			}
		}
		return nil
	}
}

// The schemas of the document that requests of level core are made of.
var (
	hash       = text(`^0x[0-9a-f]{64}$`, 66, 66)
	account    = text(`^[1-9A-HJ-NP-Za-km-z]+$`, 46, 50)
	cidText    = text(`^[a-z0-9]+$`, 8, 128)
	typeName   = text(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?/v[1-9][0-9]{0,5}$`, 1, 64)
	idText     = text(`^(0|[1-9][0-9]{0,19})\.[1-9][0-9]{0,9}$`, 3, 31)
	sequence   = text(`^[0-9A-Za-z-]{1,64}:(0|[1-9][0-9]{0,15})$`, 3, 81)
	endedBy    = text(`^(consumer|provider|chain)$`, 1, 8)
	endReason  = text(`^[A-Za-z][A-Za-z0-9-]*$`, 1, 64)
	money      = text(`^(0|[1-9][0-9]{0,38})$`, 1, 39)
	truth      = text(`^(true|false)$`, 4, 5)
	u32        = whole(0, 1<<32-1)
	ownerShape = object(map[string]check{"instance": hash, "provider": account}, nil)

	desiredShape = object(map[string]check{
		"generation":     whole(1, 1<<32-1),
		"descriptorType": object(map[string]check{"id": hash}, map[string]check{"name": typeName}),
		"cid":            cidText,
		"consumer":       account,
		"owner":          ownerShape,
	}, map[string]check{"descriptor": anyObject, "login": list(32, account)})

	acknowledgementShape = object(map[string]check{"receipt": hash}, nil)
)

// requireID also refuses what the pattern lets through: the chain counts subscriptions in 64 bits and attempts in 32.
func requireID(id string) error {
	if err := idText(id, "id"); err != nil {
		return err
	}
	if _, _, err := numbers(id); err != nil {
		return unexpected("id", "a subscription of 64 bits and an attempt of 32", id)
	}
	return nil
}
