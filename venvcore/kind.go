package venvcore

// Kind says who manages an environment, else who made it.
type Kind string

// The kinds of virtual environments.
const (
	KindVenv              Kind = "venv"
	KindVirtualenv        Kind = "virtualenv"
	KindUV                Kind = "uv"
	KindUVScript          Kind = "uv-script"
	KindUVTool            Kind = "uv-tool"
	KindConda             Kind = "conda"
	KindPixi              Kind = "pixi"
	KindPoetry            Kind = "poetry"
	KindPipenv            Kind = "pipenv"
	KindPDM               Kind = "pdm"
	KindHatch             Kind = "hatch"
	KindVirtualenvwrapper Kind = "virtualenvwrapper"
	KindPyenvVirtualenv   Kind = "pyenv-virtualenv"
	KindRye               Kind = "rye"
	KindPipx              Kind = "pipx"
	KindTox               Kind = "tox"
	KindNox               Kind = "nox"
	KindDirenv            Kind = "direnv"
)

// The kinds of base installations.
const (
	KindPyenv            Kind = "pyenv"
	KindUVPython         Kind = "uv-python"
	KindAsdf             Kind = "asdf"
	KindMise             Kind = "mise"
	KindHomebrew         Kind = "homebrew"
	KindPythonOrg        Kind = "python.org"
	KindXcode            Kind = "xcode"
	KindCommandLineTools Kind = "command-line-tools"
	KindMacPorts         Kind = "macports"
	KindNix              Kind = "nix"
	KindScoop            Kind = "scoop"
	KindPymanager        Kind = "pymanager"
	KindWindowsStore     Kind = "windows-store"
	KindWindowsRegistry  Kind = "windows-registry"
	KindWinPython        Kind = "winpython"
	KindSystem           Kind = "system"
	KindPath             Kind = "path"
)

// Managed gives the kinds that a program manages, by the program's name. The
// standard library's venv is no program of its own.
func Managed(program string) []Kind {
	switch program {
	case "uv":
		return []Kind{KindUV, KindUVScript, KindUVTool, KindUVPython}
	case "conda", "mamba", "micromamba":
		return []Kind{KindConda}
	case "pyenv":
		return []Kind{KindPyenv, KindPyenvVirtualenv}
	case "brew":
		return []Kind{KindHomebrew}
	case "port":
		return []Kind{KindMacPorts}
	case "nix":
		return []Kind{KindNix}
	case "pyenv-virtualenv":
		return []Kind{KindPyenvVirtualenv}
	case "virtualenv", "virtualenvwrapper", "pixi", "poetry", "pipenv", "pdm", "hatch", "rye", "pipx", "tox", "nox", "direnv", "asdf", "mise", "scoop", "pymanager":
		return []Kind{Kind(program)}
	}
	return nil
}
