package discover

import "github.com/venvd/venvd/venvcore"

// asdfTool is asdf with its plugin for Python, which builds as pyenv does.
func asdfTool() tool {
	return tool{
		name:     "asdf",
		kind:     venvcore.KindAsdf,
		why:      "as pyenv",
		evidence: "lies in `installs/python` of asdf's data directory; its `shims` are no bases",
		where:    "`$ASDF_DATA_DIR/installs/python`, else `~/.asdf/installs/python`",
		holds:    holdsBelow(asdfInstalls),
		places:   func(w *World) []place { return placesOf(placeBases, venvcore.KindAsdf, asdfInstalls(w)...) },
	}
}

func asdfInstalls(w *World) []string {
	if w.Windows() {
		return nil // there is none for it
	}
	dirs := []string{under(w, firstOf(w, inHome(w, ".asdf"), "ASDF_DATA_DIR"), "installs", "python")}
	for _, p := range w.Places()["asdf"] {
		dirs = append(dirs, w.Join(p, "installs", "python"))
	}
	return dirs
}
