package app

import "github.com/venvd/venvd/venvcore"

// projectMarkers are the files that make a directory a project root when no
// folder is opened; see behaviour in docs/protocol.md.
func projectMarkers() []string {
	return []string{
		"pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "environment.yml", "pixi.toml",
		"requirements.txt", ".python-version",
	}
}

// FolderFor gives the folder to take as opened for a path that no client has
// opened a folder for: the root of its repository, else the topmost project
// root below the home directory, else its own directory.
func (a *App) FolderFor(path string) string {
	dir := a.directoryOf(path)
	top := ""
	for d := dir; ; d = a.world.Dir(d) {
		if _, err := a.world.Lstat(a.world.Join(d, ".git")); err == nil {
			return d
		}
		if d != a.world.Home && a.isProject(d) && (a.world.Home == "" || venvcore.Contains(a.world.Home, d)) {
			top = d
		}
		if d == a.world.Dir(d) || d == a.world.Home {
			break
		}
	}
	if top != "" {
		return top
	}
	return dir
}

// directoryOf gives the directory that a path is, or lies in. A document that
// is not saved yet lies in its directory too; of what has no directory either,
// nothing is known but the path.
func (a *App) directoryOf(path string) string {
	info, err := a.world.Stat(path)
	if err == nil && info.Mode.IsDir() {
		return path
	}
	dir := a.world.Dir(path)
	if err == nil {
		return dir
	}
	if info, err := a.world.Stat(dir); err == nil && info.Mode.IsDir() {
		return dir
	}
	return path
}

func (a *App) isProject(dir string) bool {
	for _, m := range projectMarkers() {
		if _, err := a.world.Lstat(a.world.Join(dir, m)); err == nil {
			return true
		}
	}
	return false
}
