package discover

import "github.com/venvd/venvd/venvcore"

// pipxMetadata is what pipx writes last into an environment, by temporary file
// and rename (pipx 0.15 and later).
const pipxMetadata = "pipx_metadata.json"

// pipxTool is pipx: one environment for each installed program. Its `shared`
// environment holds the pip that the others see by a .pth file; nobody works in
// it and `pipx list` does not show it, so it is not looked for; nor are those in
// its trash.
func pipxTool() tool {
	return tool{
		name:     "pipx",
		kind:     venvcore.KindPipx,
		why:      "among the first: with its backend uv it writes the key of uv into pyvenv.cfg, and its own file beside",
		evidence: "lies in `venvs` of pipx's home; elsewhere `pipx_metadata.json` in an environment of a directory `venvs`; a Python lies in `py` of pipx's home",
		where:    "`venvs`, and for Pythons `py`, in `$PIPX_HOME`, `$XDG_DATA_HOME/pipx` or `~/.local/share/pipx`, `~/.local/pipx`, `~/Library/Application Support/pipx`, `%LOCALAPPDATA%\\pipx\\pipx`, `~/pipx` (Windows), `$PIPX_GLOBAL_HOME` or `/opt/pipx`; not its `shared`, which holds pip for the others",
		owns:     ownsPipx,
		together: true,
		places: func(w *World) []place {
			return append(placesOf(placeEnvironments, venvcore.KindPipx, pipxVenvs(w)...), keptPythons(venvcore.KindPipx, pipxPythons(w)...)...)
		},
		holds: holdsBelow(pipxPythons),
	}
}

// ownsPipx: in pipx's home nobody else puts an environment, so one without
// metadata is on its way, or being reinstalled (the old one goes to the trash
// first and the metadata come 0.3 s after the new one): it is pipx's from its
// first moment and ready when the metadata are there. An installation that broke
// off, or one of pipx before 0.15, stays usable and is told as it is.
func ownsPipx(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	metadata := c.has(pipxMetadata)
	if !liesIn(l, e, l.stores(venvcore.KindPipx, pipxVenvs)) && !(metadata && w.Base(w.Dir(e.Real)) == "venvs") {
		return owner{}, false
	}
	if !metadata {
		return owner{evidence: []string{w.Dir(e.Real)}, unfinished: true}, true
	}
	return owner{evidence: []string{w.Join(c.dir, pipxMetadata)}}, true
}

// pipxVenvs gives the directories of environments.
func pipxVenvs(w *World) []string { return inEach(w, []string{"venvs"}, pipxHomes(w)...) }

// pipxPythons gives where `pipx install --fetch-python=missing` unpacks Pythons.
func pipxPythons(w *World) []string { return inEach(w, []string{"py"}, pipxHomes(w)...) }

// pipxHomes gives all homes that pipx may use: which of the fixed ones it takes
// depends on which were there first.
func pipxHomes(w *World) []string {
	var homes []string
	if dir, ok := absoluteVariable(w, "PIPX_HOME"); ok {
		homes = append(homes, dir)
	}
	homes = append(homes, inEach(w, []string{"pipx"}, pipxData(w))...)
	homes = append(homes, inHome(w, ".local", "pipx"))
	if w.Windows() {
		homes = append(homes, inHome(w, "pipx"))
	} else {
		homes = append(homes, variableDir(w, "PIPX_GLOBAL_HOME", "/opt/pipx"))
	}
	return append(homes, w.Places()["pipx"]...)
}

// pipxData is platformdirs' directory of user data, without its last part.
func pipxData(w *World) string {
	switch w.OS {
	case "windows":
		local := variableDir(w, "LOCALAPPDATA", inHome(w, "AppData", "Local"))
		if local == "" {
			return ""
		}
		return w.Join(local, "pipx") // the author, who is named like the program
	case "darwin":
		return inHome(w, "Library", "Application Support")
	}
	return w.xdg("XDG_DATA_HOME", ".local", "share")
}
