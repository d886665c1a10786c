package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// nixStore is where everything of Nix lies; profiles lead to it by links.
const nixStore = "/nix/store"

// nixTool is Nix, NixOS, nix-darwin and Home Manager. The store is not looked
// through: it has what any build has ever needed. What a profile has was asked
// for.
func nixTool() tool {
	return tool{
		name:     "nix",
		kind:     venvcore.KindNix,
		systems:  []string{"linux", "darwin"},
		why:      "before PATH, on which the profiles are",
		evidence: "lies in `/nix/store`, and a profile leads to it",
		where:    "`bin` of `~/.nix-profile`, `$XDG_STATE_HOME/nix/profile`, `/etc/profiles/per-user/$USER`, `/nix/var/nix/profiles/default`, `/run/current-system/sw` and `$NIX_PROFILES`",
		holds:    func(w *World, real string) bool { return below(w, real, nixStore) },
		configured: func(l *Look) []place {
			// One question spares the others where there is no Nix.
			if l.World().Windows() || !isThere(l, "/nix") && len(l.World().Places()["nix"]) == 0 {
				return nil
			}
			return placesOf(placeInterpreters, venvcore.KindNix, nixBins(l.World())...)
		},
	}
}

// nixBins gives the directories of programs of every profile that counts.
func nixBins(w *World) []string {
	profiles := []string{
		inHome(w, ".nix-profile"),
		under(w, firstOf(w, inHome(w, ".local", "state"), "XDG_STATE_HOME"), "nix", "profile"),
		"/nix/var/nix/profiles/default",
		"/run/current-system/sw",
	}
	if user, ok := w.Env("USER"); ok && isName(user) {
		profiles = append(profiles, w.Join("/etc/profiles/per-user", user))
	}
	listed, _ := w.Env("NIX_PROFILES")
	for _, p := range append(strings.Fields(listed), w.Places()["nix"]...) {
		if w.IsAbs(p) {
			profiles = append(profiles, w.Clean(p))
		}
	}
	var bins []string
	for _, p := range profiles {
		bins = append(bins, under(w, p, "bin"))
	}
	return bins
}
