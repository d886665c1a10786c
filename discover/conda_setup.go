package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// condaSetup is where conda, mamba and micromamba keep environments on this
// machine.
type condaSetup struct {
	// roots are the installations, the one that a shell would use first.
	roots []string
	// dirs hold environments, in the order in which conda looks up a name.
	dirs []string
	// lone are prefixes that are listed one by one.
	lone []string
}

// condaSetupOf finds the setup once, for it is asked for by every project with
// an environment.yml too.
func condaSetupOf(l *Look) *condaSetup {
	key := strings.Join(append([]string{"conda setup"}, l.World().Places()["conda"]...), "\x00")
	return remembered(l, key, readCondaSetup)
}

func readCondaSetup(l *Look) *condaSetup {
	w := l.World()
	s := &condaSetup{}
	home := condaHome(l)
	s.roots = condaRoots(l, home)
	s.add(&s.dirs, variablePaths(w, "CONDA_ENVS_DIRS")...)
	s.add(&s.dirs, variablePaths(w, "CONDA_ENVS_PATH")...)
	for _, rc := range condaConfigs(l, s.roots, home) {
		s.add(&s.dirs, condaConfigDirs(l, rc)...)
	}
	s.add(&s.dirs, condaDefaults(l, s.roots, home)...)
	if prefix, ok := absoluteVariable(w, "CONDA_PREFIX"); ok {
		s.add(&s.lone, prefix)
	}
	if home.has(".conda") {
		s.add(&s.lone, listedPrefixes(l, w.Join(w.Home, ".conda", "environments.txt"))...)
	}
	// What lies in a directory of environments is met there.
	s.lone = slices.DeleteFunc(s.lone, func(p string) bool {
		return slices.Contains(s.roots, p) || slices.Contains(s.dirs, w.Dir(p))
	})
	return s
}

// add appends what is not there yet.
func (s *condaSetup) add(to *[]string, paths ...string) {
	for _, p := range paths {
		if !slices.Contains(*to, p) {
			*to = append(*to, p)
		}
	}
}

// places gives what is to be looked at. An installation is an environment by
// itself.
func (s *condaSetup) places() []place {
	return slices.Concat(
		placesOf(placeEnvironment, venvcore.KindConda, s.roots...),
		placesOf(placeEnvironments, venvcore.KindConda, s.dirs...),
		placesOf(placeEnvironment, venvcore.KindConda, s.lone...),
	)
}
