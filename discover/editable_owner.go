package discover

// maxOwners bounds how many distributions are asked for the owner of a path.
const maxOwners = 256

// ownerOf gives the distribution that a path file belongs to, which leads to a
// path: the one with its name, else the one whose own record says that its code is
// there (poetry names the file after the module). Empty when it is nobody's: then
// a person has written it.
func (b *builder) ownerOf(c contents, stem, path string) string {
	all := c.distributions()
	for _, d := range all {
		if d.name == packageName(stem) {
			return d.name
		}
	}
	for _, d := range all[:min(len(all), maxOwners)] {
		if dir := b.sourceOf(c, d); dir != "" && b.l.World().Within(dir, path) {
			return d.name
		}
	}
	return ""
}

// sourceOf gives the directory that a distribution is installed from as an
// editable one (direct_url.json, PEP 610); empty when it is none.
func (b *builder) sourceOf(c contents, d installedAs) string {
	w := b.l.World()
	b.l.learnEntry(c.dir, d.entry.Name)
	data, err := b.l.Weak().ReadFile(w.Join(c.dir, d.entry.Name, "direct_url.json"), maxPathFile)
	if err != nil {
		return "" // installed from an index
	}
	from, err := parseDirectURL(data)
	if err != nil || !from.editable {
		return ""
	}
	path, ok := fileURLPath(w, from.url)
	if !ok {
		return ""
	}
	return path
}
