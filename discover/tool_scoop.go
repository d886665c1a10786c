package discover

import "github.com/venvd/venvd/venvcore"

// scoopTool is Scoop. Of each app the version in use is reached by a junction,
// current, which it writes into what it configures, and so do its users.
func scoopTool() tool {
	return tool{
		name:     "scoop",
		kind:     venvcore.KindScoop,
		systems:  []string{"windows"},
		why:      "before the registry, where an app may be registered too",
		evidence: "lies in `apps` of Scoop's directory; its `shims` are no bases",
		where:    "`apps\\python*`, `apps\\pypy*` and `apps\\graalpy*` in `%SCOOP%`, else `~\\scoop`, and in `%SCOOP_GLOBAL%`, else `%ProgramData%\\scoop` (Windows); `current` where there is one",
		holds:    holdsBelow(scoopApps),
		configured: func(l *Look) []place {
			var out []place
			for _, apps := range scoopApps(l.World()) {
				out = append(out, appsIn(l, apps)...)
			}
			return out
		},
	}
}

func scoopApps(w *World) []string {
	if !w.Windows() {
		return nil
	}
	common := firstOf(w, `C:\ProgramData`, "ProgramData")
	roots := []string{
		firstOf(w, inHome(w, "scoop"), "SCOOP"),
		firstOf(w, w.Join(common, "scoop"), "SCOOP_GLOBAL"),
	}
	var dirs []string
	for _, r := range append(roots, w.Places()["scoop"]...) {
		dirs = append(dirs, under(w, r, "apps"))
	}
	return dirs
}

// appsIn gives the version in use of each app that is a Python; every version
// where Scoop was told to make no junctions (`no_junction`).
func appsIn(l *Look, apps string) []place {
	w := l.World()
	entries, err := l.ReadDir(apps)
	l.fail(apps, err)
	var dirs []string
	for _, e := range entries {
		if !levelFits("python*|pypy*|graalpy*", e.Name) {
			continue
		}
		app := w.Join(apps, e.Name)
		versions, err := l.ReadDir(app)
		l.fail(app, err)
		if listed(versions, "current") {
			dirs = append(dirs, w.Join(app, "current"))
			continue
		}
		for _, v := range versions {
			dirs = append(dirs, w.Join(app, v.Name))
		}
	}
	return placesOf(placeBase, venvcore.KindScoop, dirs...)
}
