package probe

// Gate turns single answers into a verdict that does not flap: it opens after Up good answers in a row and closes after
// Down bad ones.
type Gate struct {
	Up, Down  int
	Open      bool
	good, bad int
}

// See takes one answer and says whether the verdict changed.
func (g *Gate) See(ok bool) bool {
	if ok {
		g.good, g.bad = g.good+1, 0
	} else {
		g.good, g.bad = 0, g.bad+1
	}
	switch {
	case !g.Open && g.good >= g.Up:
		g.Open = true
	case g.Open && g.bad >= g.Down:
		g.Open = false
	default:
		return false
	}
	return true
}

// Failures is how many bad answers there were since the last good one.
func (g *Gate) Failures() int { return g.bad }
