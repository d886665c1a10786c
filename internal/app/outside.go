package app

import (
	"slices"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/venvcore"
)

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

// isProject reports whether a directory has a project's marker, or the
// environment that tools keep in one. Environments by other names make no root
// here: a store of environments, such as ~/envs, is no project.
func (a *App) isProject(dir string) bool {
	entries, err := a.world.ReadDir(dir)
	if err != nil {
		return false // what cannot be read has no marker that anybody could use
	}
	return slices.ContainsFunc(entries, func(e discover.Entry) bool {
		return e.Name == ".venv" || !e.IsDir() && discover.IsMarker(e.Name)
	})
}
