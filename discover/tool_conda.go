package discover

import "github.com/venvd/venvd/venvcore"

// condaTool is conda, mamba and micromamba, which share their environments.
func condaTool() tool {
	return tool{
		name:     "conda",
		kind:     venvcore.KindConda,
		prefixes: true,
		why:      "after pixi, whose environments are such prefixes too, and before those that are known by `pyvenv.cfg`",
		evidence: "`conda-meta/history`, and a record of each package in `conda-meta`; an installation of conda itself is a base, and is called `base`",
		where: "`envs` of each installation (`$CONDA_EXE`, `$CONDA_ROOT`, `$MAMBA_ROOT_PREFIX` and the usual names: `anaconda3`, `miniconda3`, " +
			"`miniforge3`, `mambaforge`, `micromamba` … below `~`, `~/opt`, `~/.local`, `/opt`, `/usr/local` …), `~/.conda/envs`, " +
			"`$CONDA_ENVS_DIRS`, `envs_dirs` of every `.condarc`, what `~/.conda/environments.txt` lists, `$CONDA_PREFIX`",
		creates: "an environment by name or by prefix, with any Python that its channels have; also with `mamba` and `micromamba`",
		recognise: func(l *Look, c candidate) *venvcore.Environment {
			if c.conda == nil {
				return nil
			}
			return buildPrefix(l, c, prefixMaker{kind: venvcore.KindConda})
		},
		keeps: condaKeeps,
		places: func(w *World) []place {
			var out []place
			for _, dir := range w.Places()["conda"] {
				out = append(out, placesOf(placeEnvironments, venvcore.KindConda, dir, w.Join(dir, "envs"))...)
			}
			return out
		},
		configured: func(l *Look) []place { return condaSetupOf(l).places() },
	}
}
