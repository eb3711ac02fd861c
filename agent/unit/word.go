package unit

import (
	"regexp"
	"strings"
)

var plainWord = regexp.MustCompile(`^[\w@%+=:,./$-]+$`)

// Word quotes a text for a systemd command line: quotes, `%` specifiers and `$` variables are made harmless.
func Word(text string) string {
	literal := strings.NewReplacer("%", "%%", "$", "$$").Replace(text)
	if plainWord.MatchString(literal) {
		return literal
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(literal) + `"`
}
