package discover

// job is one unit that a scan needs.
type job struct {
	key  string
	path string // for faults
	do   func(*Look) finding
}

// each gives the units of the jobs, in their order, and takes them into the
// report. The error is that of the context.
func (c *scan) each(jobs []job) ([]*unit, error) {
	out, err := c.fetch(jobs, c.found)
	if err == nil {
		c.order = append(c.order, out...)
	}
	return out, err
}

// fetch gives the units of the jobs, in their order: those that are remembered
// and fresh ones, which several workers make at once. tell is called for each
// as it comes; may be nil.
func (c *scan) fetch(jobs []job, tell func(*unit)) ([]*unit, error) {
	out := make([]*unit, len(jobs))
	var todo []int
	for i, j := range jobs {
		u, ok := c.memory.units[j.key]
		if !ok {
			todo = append(todo, i)
			continue
		}
		out[i] = u
		if tell != nil {
			tell(u)
		}
	}
	err := c.work(&crew{jobs: jobs, todo: todo, out: out, tell: tell})
	if err != nil {
		return out, err
	}
	for i, u := range out {
		c.met[jobs[i].key] = u
	}
	for _, i := range todo {
		c.fresh = append(c.fresh, out[i])
	}
	c.looked += len(todo)
	return out, err
}

// try does one job that is not remembered.
func (c *scan) try(j job) (*unit, error) {
	out := make([]*unit, 1)
	err := c.work(&crew{jobs: []job{j}, todo: []int{0}, out: out})
	return out[0], err
}

// found streams the environments of a unit.
func (c *scan) found(u *unit) {
	if c.query.Found == nil {
		return
	}
	for _, e := range u.environments {
		c.query.Found(e)
	}
}
