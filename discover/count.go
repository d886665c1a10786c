package discover

import "context"

// countLimit is how many directories are counted: the largest environments have
// a few thousand.
const countLimit = 20_000

// Count gives how many entries lie below dir now, those of countLimit
// directories at most; none when dir is absent. Links are not followed, what
// cannot be read counts as empty, and nothing is remembered or watched. The
// error is that of ctx, or ErrStalled.
//
// Counted twice, it tells whether something is being removed where nobody
// watches.
func (s *Scanner) Count(ctx context.Context, dir string) (int, error) {
	c := &scan{ctx: ctx, world: s.world, pass: newPass(s.world, false, s.stalls), pool: 1}
	dir = s.world.Abs(s.world.Cwd, dir)
	u, err := c.try(job{key: "count:" + dir, path: dir, do: func(l *Look) finding {
		return finding{walked: walked{entries: l.quiet().count(dir)}}
	}})
	switch {
	case err != nil:
		return 0, err
	case u.fragile:
		return 0, ErrStalled
	}
	return u.walked.entries, nil
}

// count counts what lies below dir, the nearest directories first.
func (l *Look) count(dir string) int {
	n, todo := 0, []string{dir}
	for done := 0; done < min(len(todo), countLimit); done++ {
		at := todo[done]
		_, entries, _ := l.list(at) // what vanishes meanwhile counts as gone
		n += len(entries)
		for _, e := range entries {
			if e.IsDir() {
				l.pass.learnChild(at, e.Name)
				todo = append(todo, l.World().Join(at, e.Name))
			}
		}
	}
	return n
}
