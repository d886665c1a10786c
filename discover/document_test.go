package discover

import (
	"slices"
	"strings"
	"testing"
)

// TestCreatorsSaySo: the page of the tools says what venvd makes with each of
// those that a client can ask to create an environment with, and of no other.
func TestCreatorsSaySo(t *testing.T) {
	creators := strings.Fields("venv virtualenv uv poetry pipenv pdm hatch virtualenvwrapper conda pixi pyenv-virtualenv")
	for _, row := range Tools() {
		if creates := slices.Contains(creators, row.Name); creates != (row.Creates != "") {
			t.Errorf("the row %s: creates is %q; an environment can be made with it: %v", row.Name, row.Creates, creates)
		}
	}
}
