package discover

import "slices"

// managers gives the programs that make or manage environments or interpreters,
// by name. It is a function so that nobody can change it.
func managers() []manager {
	return []manager{
		{
			name: "asdf", homes: func(w *World) []home {
				return homesAt(variable(w, "ASDF_DIR", "bin"), inHome(w, ".asdf", "bin"), "/opt/asdf-vm/bin")
			},
			programs: notWindows("asdf"), distribution: notOnPyPI, version: asdfVersion,
			where: "`$ASDF_DIR/bin`, `~/.asdf/bin`, `/opt/asdf-vm/bin`", dated: "`version.txt` beside its `bin` (up to 0.15)",
		},
		{
			name: "brew", programs: notWindows("brew"), distribution: notOnPyPI,
			where: "`$HOMEBREW_PREFIX/bin`, `/opt/homebrew/bin`, `/home/linuxbrew/.linuxbrew/bin`", dated: "not on disk",
		},
		{
			name: "conda", named: []string{"CONDA_EXE"}, homes: condaPrograms,
			where: "`$CONDA_EXE`; `condabin` and `bin` of `$CONDA_ROOT`, `~/miniconda3` and the like, `/opt/conda` and the like, and of what the setting `places` names",
			dated: "`conda-meta/conda-*.json` of its installation",
		},
		{
			name: "direnv", distribution: notOnPyPI,
			where: "the directories that all have", dated: "the package manager's record",
		},
		{
			name: "hatch", homes: pythonProgramsAnd(func(w *World) []string {
				if w.Windows() {
					return []string{variable(w, "ProgramFiles", "Hatch")}
				}
				return onlyDarwin(w, "/usr/local/hatch")
			}),
			where: asPython + "; `/usr/local/hatch` (macOS), `%ProgramFiles%\\Hatch`", dated: metadata,
		},
		{
			name: "mamba", named: []string{"MAMBA_EXE"}, homes: condaPrograms,
			where: "`$MAMBA_EXE`; as conda", dated: "`conda-meta/mamba-*.json` of its installation",
		},
		{
			name: "micromamba", named: []string{"MAMBA_EXE"}, homes: func(w *World) []home {
				return append(homesAt(variable(w, "LOCALAPPDATA", "micromamba")), condaPrograms(w)...)
			},
			where: "`$MAMBA_EXE`; as conda; `%LOCALAPPDATA%\\micromamba`", dated: "`conda-meta/micromamba-*.json` where a conda has installed it",
		},
		{
			name: "mise", named: []string{"MISE_INSTALL_PATH"}, distribution: notOnPyPI, homes: func(w *World) []home {
				return homesAt(variable(w, "MISE_DATA_DIR", "bin"), under(w, dataDir(w, "mise"), "bin"), inHome(w, ".local", "share", "mise", "bin"), cargoPrograms(w))
			},
			where: "`$MISE_INSTALL_PATH`, `$MISE_DATA_DIR/bin`, `~/.local/share/mise/bin`, `~/.cargo/bin`", dated: "the record of cargo or of the package manager",
		},
		{
			name: "nix", programs: notWindows("nix"), distribution: notOnPyPI,
			where: "`~/.nix-profile/bin`, `/nix/var/nix/profiles/default/bin`, `/run/current-system/sw/bin`", dated: "its path in the store",
		},
		pythonRow("nox"),
		{
			name: "pdm", homes: pythonProgramsAnd(func(w *World) []string { return []string{variable(w, "PDM_HOME", "bin")} }),
			kept:  func(w *World) []string { return []string{under(w, dataDir(w, "pdm"), "venv", w.BinDir())} },
			where: asPython + "; `$PDM_HOME/bin`, `venv/bin` in its directory of data", dated: metadata,
		},
		pythonRow("pipenv"),
		pythonRow("pipx"),
		{
			name: "pixi", distribution: notOnPyPI, homes: func(w *World) []home {
				return homesAt(variable(w, "PIXI_BIN_DIR"), variable(w, "PIXI_HOME", "bin"), inHome(w, ".pixi", "bin"), cargoPrograms(w))
			},
			where: "`$PIXI_HOME/bin`, `~/.pixi/bin`, `~/.cargo/bin`", dated: "the record of cargo, conda or the package manager",
		},
		{
			name: "poetry", homes: pythonProgramsAnd(func(w *World) []string { return []string{variable(w, "POETRY_HOME", "bin")} }),
			kept: func(w *World) []string {
				return []string{under(w, dataDir(w, "pypoetry"), "venv", w.BinDir()), inHome(w, ".poetry", "bin")} // the last up to 1.1
			},
			where: asPython + "; `$POETRY_HOME/bin`, `pypoetry/venv/bin` in the directory of data, `~/.poetry/bin`", dated: metadata,
		},
		{
			name: "port", programs: onDarwin("port"), distribution: notOnPyPI,
			where: "`/opt/local/bin`", dated: "not on disk",
		},
		{
			name: "pyenv", homes: pyenvPrograms("bin"), distribution: notOnPyPI, version: pyenvVersion,
			where: "`$PYENV_ROOT/bin`, `~/.pyenv/bin` (Windows `~\\.pyenv\\pyenv-win\\bin`), and of what the setting `places` names", dated: "`libexec/pyenv---version`, on Windows `.version`",
		},
		{
			name: "pyenv-virtualenv", programs: notWindows("pyenv-virtualenv"), distribution: notOnPyPI,
			homes: pyenvPrograms("plugins", "pyenv-virtualenv", "bin"), version: pyenvVirtualenvVersion,
			where: "`plugins/pyenv-virtualenv/bin` of pyenv's root", dated: "the program itself",
		},
		{
			name: "pymanager", programs: onWindows("pymanager"), distribution: notOnPyPI, homes: func(w *World) []home {
				return homesAt(variable(w, "LOCALAPPDATA", "Microsoft", "WindowsApps"), variable(w, "ProgramFiles", "PyManager"))
			},
			where: "`%LOCALAPPDATA%\\Microsoft\\WindowsApps`, `%ProgramFiles%\\PyManager`; `py.exe` alone may be the old launcher", dated: "not on disk",
		},
		{
			name: "rye", distribution: notOnPyPI, homes: func(w *World) []home {
				return homesAt(variable(w, "RYE_HOME", "shims"), inHome(w, ".rye", "shims"), cargoPrograms(w))
			},
			where: "`$RYE_HOME/shims`, `~/.rye/shims`", dated: "the record of cargo",
		},
		{
			name: "scoop", programs: onWindows("scoop"), distribution: notOnPyPI, homes: func(w *World) []home { return homesAt(scoopShims(w)...) },
			where: "`%SCOOP%\\shims`, `~\\scoop\\shims`", dated: "not on disk",
		},
		pythonRow("tox"),
		{
			name: "uv", homes: func(w *World) []home {
				own := append(homesAt(variable(w, "UV_INSTALL_DIR")), userPrograms(w)...)
				return slices.Concat(own, homesAt(cargoPrograms(w)), pythonPrograms(w))
			},
			version: uvVersion,
			where:   "`$UV_INSTALL_DIR`, `$XDG_BIN_HOME`, `$XDG_DATA_HOME/../bin`, `~/.local/bin`, `~/.cargo/bin`",
			dated:   "`uv-receipt.json` of its installer; the record of cargo or of the package manager; " + metadata,
		},
		pythonRow("virtualenv"),
		{
			name: "virtualenvwrapper", named: []string{"VIRTUALENVWRAPPER_SCRIPT"}, sourced: true, programs: func(w *World) []string {
				if w.Windows() {
					return []string{"mkvirtualenv"} // virtualenvwrapper-win
				}
				return []string{"virtualenvwrapper.sh"}
			},
			homes: pythonProgramsAnd(func(w *World) []string { return notOnWindows(w, "/usr/share/virtualenvwrapper") }),
			where: "`$VIRTUALENVWRAPPER_SCRIPT`, `/usr/share/virtualenvwrapper`; " + asPython + ". It is a script that a shell reads",
			dated: metadata,
		},
	}
}

// What rows have in common.
const (
	// notOnPyPI: no installed distribution tells the version.
	notOnPyPI = "-"
	// asPython is what the page says of pythonPrograms.
	asPython = "Python's"
	metadata = "the `.dist-info` that belongs to the program"
)

// pythonRow is a tool that is a Python package and has no installer of its own.
func pythonRow(name string) manager {
	return manager{name: name, homes: pythonPrograms, where: asPython, dated: metadata}
}

func notWindows(name string) func(w *World) []string {
	return func(w *World) []string { return notOnWindows(w, name) }
}

func onWindows(name string) func(w *World) []string {
	return func(w *World) []string {
		if !w.Windows() {
			return nil
		}
		return []string{name}
	}
}

func onDarwin(name string) func(w *World) []string {
	return func(w *World) []string { return onlyDarwin(w, name) }
}

func notOnWindows(w *World, name string) []string {
	if w.Windows() {
		return nil
	}
	return []string{name}
}

func onlyDarwin(w *World, name string) []string {
	if w.OS != "darwin" {
		return nil
	}
	return []string{name}
}

// cargoPrograms is where cargo installs programs.
func cargoPrograms(w *World) string {
	if dir := variable(w, "CARGO_HOME", "bin"); dir != "" {
		return dir
	}
	return inHome(w, ".cargo", "bin")
}
