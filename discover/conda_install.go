package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// isInstallation reports whether the prefix is an installation of conda or
// micromamba: the one that is called "base", and not an environment into which
// conda was installed. An installation has programs for shells (condabin), a
// cache of packages and a place of environments; real is the prefix without
// links.
func (p *condaPrefix) isInstallation(real string) bool {
	programs := p.c.has("condabin") || p.meta.conda != ""
	stores := p.c.has("envs") || p.c.has("pkgs")
	if !programs && !(p.c.has("envs") && p.c.has("pkgs")) || p.isNested(real) {
		return false
	}
	return stores || !createdByConda(p.history())
}

// isNested reports whether the prefix is one of the environments of an
// installation; micromamba's own may have no packages.
func (p *condaPrefix) isNested(real string) bool {
	w := p.l.World()
	up := w.Dir(real)
	if w.Base(up) != "envs" {
		return false
	}
	return slices.ContainsFunc([]string{condaMetaDir, "pkgs"}, func(name string) bool {
		return isThere(p.l.quiet(), w.Join(w.Dir(up), name))
	})
}

// isCondaRoot reports whether an environment is an installation of conda.
func isCondaRoot(e *venvcore.Environment) bool { return e.Kind == venvcore.KindConda && !e.IsVirtual }

// installation adds what an installation of conda brings, wherever it was found:
// its environments and its programs.
func installation(l *Look, e *venvcore.Environment, f *finding) {
	if !isCondaRoot(e) {
		return
	}
	w := l.World()
	f.places = append(f.places, place{dir: w.Join(e.Prefix, "envs"), what: placeEnvironments, kind: venvcore.KindConda})
	conda := readMeta(l.Weak(), w.Join(e.Prefix, condaMetaDir)).conda
	for _, name := range []string{"conda", "mamba", "micromamba"} {
		path := w.Join(e.Prefix, w.BinDir(), w.Exe(name))
		info, err := l.Weak().Stat(path)
		if err != nil || !info.Mode.IsRegular() || !w.Windows() && info.Mode&0o111 == 0 {
			continue // most have one of them
		}
		t := venvcore.Tool{Name: name, Path: path}
		if name == "conda" {
			t.Version = conda
		}
		f.tools = append(f.tools, t)
	}
}
