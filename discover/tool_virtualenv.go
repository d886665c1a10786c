package discover

import "github.com/venvd/venvd/venvcore"

// virtualenvTool is virtualenv: 20 and later write pyvenv.cfg with a key of
// their own; 1.x to 16.x wrote none and left orig-prefix.txt.
func virtualenvTool() tool {
	return tool{
		name:     "virtualenv",
		kind:     venvcore.KindVirtualenv,
		why:      "before venv, whose keys it writes too since version 21",
		evidence: "key `virtualenv` in `pyvenv.cfg`; up to 16.x `lib/pythonX.Y/orig-prefix.txt` and no `pyvenv.cfg`",
		where:    "anywhere; also for poetry, pipenv, pdm, hatch, tox, nox and virtualenvwrapper, where these keep theirs",
		creates:  "an environment anywhere",
		recognise: func(l *Look, c candidate) *venvcore.Environment {
			if c.marks.legacy == nil && !c.marks.cfg.has("virtualenv") && !lostBy(c, venvcore.KindVirtualenv) {
				return nil
			}
			return build(l, c, venvcore.KindVirtualenv, virtualenvReady)
		},
	}
}

// virtualenvReady: virtualenv 20 and later write pyvenv.cfg a second time as
// their very last step, after activate_this.py.
func virtualenvReady(b *builder) bool {
	if b.m.legacy != nil {
		return b.m.activates // older ones tell nothing more
	}
	if !listed(b.m.programs, "activate_this.py") {
		return false
	}
	w := b.l.World()
	script, err1 := b.l.Lstat(w.Join(b.m.bin, "activate_this.py"))
	marker, err2 := b.l.Lstat(b.m.marker)
	return err1 == nil && err2 == nil && marker.MTime >= script.MTime
}

// lostBy tells from the activation files who made an environment whose
// pyvenv.cfg is lost or cannot be read: virtualenv and uv write activate_this.py, uv alone writes
// pydoc.bat on every system, venv alone spells Activate.ps1.
func lostBy(c candidate, kind venvcore.Kind) bool {
	if c.marks.marker != "" && c.marks.cfgErr == nil || !listed(c.marks.programs, "activate_this.py") {
		return false
	}
	uv := listed(c.marks.programs, "pydoc.bat") && c.has("CACHEDIR.TAG")
	return uv == (kind == venvcore.KindUV)
}
