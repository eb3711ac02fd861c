package main

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// digest is the sha2-256 over canonical JSON, as it stands on chain: 0x and 64 hex digits.
func digest(value any) (string, error) {
	text, err := canonical(value)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(text))
	return "0x" + hex.EncodeToString(sum[:]), nil
}

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// cidOf is the same hash as it is written off chain: CIDv1, codec json (0x0200), sha2-256, base32.
func cidOf(value any) (string, error) {
	text, err := canonical(value)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(text))
	return "b" + base32Lower.EncodeToString(append([]byte{0x01, 0x80, 0x04, 0x12, 0x20}, sum[:]...)), nil
}

// canonical is the canonical JSON (RFC 8785) of what decode made. Numbers with a fraction are refused: nothing here has any.
func canonical(value any) (string, error) {
	var out strings.Builder
	err := write(&out, value)
	return out.String(), err
}

func write(out *strings.Builder, value any) error {
	switch value := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(value))
	case int:
		out.WriteString(strconv.Itoa(value))
	case string:
		writeText(out, value)
	case json.Number:
		number, err := strconv.ParseInt(value.String(), 10, 64)
		if err != nil || number >= 1<<53 || number <= -(1<<53) {
			return fmt.Errorf("expected whole numbers within 53 bits, found %.40s", value)
		}
		out.WriteString(strconv.FormatInt(number, 10))
	case []any:
		return writeAll(out, '[', ']', len(value), func(n int) error { return write(out, value[n]) })
	case map[string]any:
		names := make([]string, 0, len(value))
		for name := range value {
			names = append(names, name)
		}
		// RFC 8785 orders names by UTF-16 code units.
		slices.SortFunc(names, func(a, b string) int {
			return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		})
		return writeAll(out, '{', '}', len(names), func(n int) error {
			writeText(out, names[n])
			out.WriteByte(':')
			return write(out, value[names[n]])
		})
	default:
		return fmt.Errorf("expected a JSON value, found a %T", value)
	}
	return nil
}

func writeAll(out *strings.Builder, begin, end byte, many int, one func(int) error) error {
	out.WriteByte(begin)
	for n := range many {
		if n > 0 {
			out.WriteByte(',')
		}
		if err := one(n); err != nil {
			return err
		}
	}
	out.WriteByte(end)
	return nil
}

var short = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`}

// encoding/json escapes more than RFC 8785 does.
func writeText(out *strings.Builder, text string) {
	out.WriteByte('"')
	for _, sign := range text {
		if escaped, known := short[sign]; known {
			out.WriteString(escaped)
		} else if sign < 0x20 {
			fmt.Fprintf(out, `\u%04x`, sign)
		} else {
			out.WriteRune(sign)
		}
	}
	out.WriteByte('"')
}
