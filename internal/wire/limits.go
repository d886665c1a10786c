package wire

// Limits, each with its reason.
const (
	// maxWarnings bounds how many warnings one settings object gives: a client
	// that sends something else altogether is told so, not flooded.
	maxWarnings = 20
	// maxShown bounds how much of a wrong value a warning repeats.
	maxShown = 60
	// maxName bounds the names that are compared, for the comparison takes time
	// by the product of the lengths.
	maxName = 64
)
