package discover

import "github.com/venvd/venvd/venvcore"

// The files that tox writes into the root of each environment.
const (
	toxInfo   = ".tox-info.json" // tox 4: before the environment is made, and again at the end
	toxConfig = ".tox-config1"   // tox 3: at the end
)

// toxTool is tox. Which project an environment is for it does not write down: it
// is the nearest one above it.
func toxTool() tool {
	return tool{
		name:     "tox",
		kind:     venvcore.KindTox,
		why:      "among the first: its file is one that nobody else writes, wherever `work_dir` is",
		evidence: "`.tox-info.json` (tox 4) or `.tox-config1` (tox 3)",
		where:    "`.tox` in a project, without its hidden directories; anywhere by `work_dir` or `env_dir`",
		together: true,
		owns: func(l *Look, c candidate, _ *venvcore.Environment) (owner, bool) {
			w := l.World()
			for _, name := range []string{toxInfo, toxConfig} {
				if c.has(name) {
					file := w.Join(c.dir, name)
					return owner{evidence: []string{file}, unfinished: name == toxInfo && toxIsMaking(l, c, file)}, true
				}
			}
			return owner{}, false
		},
	}
}

// toxIsMaking: tox 4 writes its file when it has chosen the interpreter, and again
// when the environment is made; so while that is older than pyvenv.cfg the second
// time is to come. Equal times are those of a coarse clock.
func toxIsMaking(l *Look, c candidate, file string) bool {
	info, err1 := l.Lstat(file)
	marker := c.marks.entry
	var err2 error
	if marker.MTime == 0 && c.marks.marker != "" {
		marker, err2 = l.Lstat(c.marks.marker)
	}
	return err1 == nil && err2 == nil && info.MTime < marker.MTime
}
