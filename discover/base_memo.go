package discover

// base gives what is known of the base interpreter at path: a thousand
// environments on one base cost one look at it. What it was decided by is
// recorded for each of them, so that a change of the base makes every
// environment on it stale, although no file in them changed.
func (l *Look) base(path string) *base {
	return once(l, "base:"+path, func(l *Look) *base { return readBase(l, path) })
}
