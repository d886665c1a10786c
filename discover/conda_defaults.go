package discover

// condaDefaults gives the directories of environments that conda has by itself,
// in its order: those of the installation before those of the user, but for one
// that the user cannot write to.
func condaDefaults(l *Look, roots []string, home shelf) []string {
	w := l.World()
	var own []string
	if home.has(".conda") {
		own = append(own, w.Join(w.Home, ".conda", "envs"))
	}
	if local, ok := absoluteVariable(w, "LOCALAPPDATA"); ok && w.Windows() {
		own = append(own, w.Join(local, "conda", "conda", "envs"))
	}
	s := &condaSetup{}
	for _, root := range roots {
		envs := w.Join(root, "envs")
		if len(own) > 0 && !isOwn(l, root) {
			s.add(&s.dirs, own...)
		}
		s.add(&s.dirs, envs)
	}
	s.add(&s.dirs, own...)
	for _, dir := range w.Places()["conda"] {
		s.add(&s.dirs, w.Join(dir, "envs"), dir)
	}
	return s.dirs
}

// isOwn reports whether the user may write to a directory, as far as its owner
// tells: the user is who owns the home directory.
func isOwn(l *Look, dir string) bool {
	home, err1 := l.Weak().Stat(l.World().Home)
	info, err2 := l.Weak().Stat(dir)
	return err1 != nil || err2 != nil || mayWrite(home.UID, info)
}

func mayWrite(user uint32, dir Info) bool {
	return user == 0 || dir.UID == user || dir.Mode&0o002 != 0
}
