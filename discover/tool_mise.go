package discover

import "github.com/venvd/venvd/venvcore"

// miseTool is mise. It unpacks or builds each version into a directory, and
// keeps links beside it for what people ask for: 3, 3.12, latest. Versions that
// are links to uv's or pyenv's (`mise sync python`) are theirs.
func miseTool() tool {
	return tool{
		name:     "mise",
		kind:     venvcore.KindMise,
		why:      "after uv and pyenv, whose bases it may have links to; before PATH, on which it puts its own",
		evidence: "lies in `installs/python` of mise's data directory; its `shims` are no bases",
		where:    "`$MISE_INSTALLS_DIR/python`, `$MISE_DATA_DIR/installs/python`, else `$XDG_DATA_HOME/mise/installs/python`, else `~/.local/share/mise/installs/python` (Windows `%LOCALAPPDATA%\\mise\\installs\\python`)",
		holds:    holdsBelow(miseInstalls),
		places:   func(w *World) []place { return placesOf(placeBases, venvcore.KindMise, miseInstalls(w)...) },
	}
}

func miseInstalls(w *World) []string {
	data := under(w, dataHome(w), "mise")
	if w.Windows() {
		data = under(w, appData(w, "LOCALAPPDATA"), "mise")
	}
	installs := firstOf(w, under(w, firstOf(w, data, "MISE_DATA_DIR"), "installs"), "MISE_INSTALLS_DIR")
	dirs := []string{under(w, installs, "python")}
	for _, p := range w.Places()["mise"] {
		dirs = append(dirs, w.Join(p, "installs", "python"))
	}
	return dirs
}
