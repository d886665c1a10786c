package discover

import "github.com/venvd/venvd/venvcore"

// macPortsTool is MacPorts, which builds frameworks below its own prefix; its
// PyPy is found by the links in bin.
func macPortsTool() tool {
	return tool{
		name:     "macports",
		kind:     venvcore.KindMacPorts,
		systems:  []string{"darwin"},
		why:      "before `/opt` of the system",
		evidence: "lies in `/opt/local`",
		where:    "`/opt/local/Library/Frameworks/Python.framework/Versions`, `PythonT.framework` there, and `/opt/local/bin` (macOS)",
		holds:    func(w *World, real string) bool { return w.OS == "darwin" && below(w, real, macPorts(w)...) },
		places: func(w *World) []place {
			if w.OS != "darwin" {
				return nil
			}
			var out []place
			for _, dir := range macPorts(w) {
				out = append(out, placesOf(placeBases, venvcore.KindMacPorts, frameworks(w, w.Join(dir, "Library", "Frameworks"))...)...)
				out = append(out, placesOf(placeInterpreters, venvcore.KindMacPorts, w.Join(dir, "bin"))...)
			}
			return out
		},
	}
}

func macPorts(w *World) []string { return append([]string{"/opt/local"}, w.Places()["macports"]...) }
