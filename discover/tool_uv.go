package discover

import "github.com/venvd/venvd/venvcore"

// uvTool is uv. It writes pyvenv.cfg after the activation files, and a link
// lib64 on 64-bit Linux last of all.
func uvTool() tool {
	return tool{
		name:     "uv",
		kind:     venvcore.KindUV,
		why:      "first: it signs with a key that nobody else writes",
		evidence: "key `uv` in `pyvenv.cfg`; in a project `.venv` beside a `uv.lock`",
		where:    "`.venv` at the root of a uv workspace, or where `uv venv` is told to",
		creates:  "an environment anywhere, and that of a project which it locks",
		recognise: func(l *Look, c candidate) *venvcore.Environment {
			if !c.marks.cfg.has("uv") && !lostBy(c, venvcore.KindUV) {
				return nil
			}
			return build(l, c, venvcore.KindUV, uvReady)
		},
		// The root of a workspace has the lock, and the environment of all members.
		keeps: uvKeeps,
	}
}

// uvKeeps: what the daemon's own variables name for the project is nobody else's,
// but for a member of a workspace, whose environment is that of the root.
func uvKeeps(r *projectReader) []venvcore.Keep {
	var out []venvcore.Keep
	for _, d := range r.p.Declared {
		if d.File == uvVariable && r.p.Workspace == "" {
			out = append(out, venvcore.Keep{Prefix: d.Prefix, Kind: venvcore.KindUV, File: r.path("pyproject.toml")})
		}
	}
	if r.has("uv.lock") {
		out = append(out, r.lockKeep(".venv", venvcore.KindUV, "uv.lock", "", ""))
	}
	return out
}

func uvReady(b *builder) bool {
	if len(b.packages) == 0 || b.m.marker == "" {
		return false
	}
	wide := map[string]bool{"x86_64": true, "arm64": true, "ppc64le": true, "s390x": true, "riscv64": true, "loongarch64": true}
	return b.l.World().OS != "linux" || !wide[b.arch()] || b.c.has("lib64")
}
