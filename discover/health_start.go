package discover

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// copyProblem tells what is wrong with an interpreter of the environment's own.
func (b *builder) copyProblem() *venvcore.Problem {
	return b.faultProblem(b.start.fault, b.start.path)
}

// startProblem tells what keeps the interpreter from starting, a copy or a link.
func (b *builder) startProblem() *venvcore.Problem {
	s := b.start
	if s.path == "" || s.fault == baseWrapper {
		return nil // that is told already; a wrapper needs no base
	}
	if s.err != nil {
		return b.errorProblem(s.path, s.err)
	}
	if s.base == nil {
		return b.unnamedBase()
	}
	if s.base.err != nil {
		return b.errorProblem(cmp.Or(s.base.real, s.base.path), s.base.err)
	}
	if p := b.faultProblem(s.base.fault, s.base.path); p != nil {
		return p
	}
	return b.stdlibProblem()
}

// errorProblem tells why an interpreter could not be looked at.
func (b *builder) errorProblem(path string, err error) *venvcore.Problem {
	switch {
	case absent(err):
		return b.baseMissing(fmt.Sprintf("the interpreter it was made from is gone: %s", path))
	case errors.Is(err, ErrLoop):
		return problem(venvcore.InterpreterMissing, "%s cannot start: its links lead round in a circle", b.start.path)
	case errors.Is(err, ErrNotRegular):
		return problem(venvcore.NotExecutable, "%s is no program", path)
	}
	return unreadable(path, err)
}

// faultProblem tells what is wrong with a file that is named like an
// interpreter.
func (b *builder) faultProblem(f baseFault, path string) *venvcore.Problem {
	switch f {
	case baseWrapper:
		return b.baseMissing(fmt.Sprintf("%s is a script that chooses an interpreter, and none itself: started through it the environment is not seen", path))
	case baseNoProgram:
		return problem(venvcore.NotExecutable, "%s is no program for any system", path)
	case baseForeign:
		return problem(venvcore.NotExecutable, "%s is a program for another system", path)
	case baseNoExec:
		return problem(venvcore.NotExecutable, "%s may not be executed: its permission is missing", path)
	}
	return nil
}

// unnamedBase: a copied interpreter finds its library by home.
func (b *builder) unnamedBase() *venvcore.Problem {
	if b.m.marker == "" || b.m.cfgErr != nil {
		return nil // that is told already
	}
	if b.l.World().Windows() && strings.HasPrefix(b.start.named, "/") {
		return nil // MSYS2 alone knows what its paths lead to
	}
	if b.start.named != "" {
		return b.baseMissing(fmt.Sprintf("%s names the base by the relative path %q, which leads nowhere for certain", b.m.marker, b.start.named))
	}
	return b.baseMissing(fmt.Sprintf("%s does not name the base (home) that the copied interpreter needs", b.m.marker))
}

// baseMissing offers a repair only where another base of the same minor is
// there to be linked to.
func (b *builder) baseMissing(message string) *venvcore.Problem {
	if b.minor != "" && anotherBase(b.l, b.library) {
		p := venvcore.NewProblem(venvcore.BaseMissing, message)
		return &p
	}
	p := venvcore.NewProblem(venvcore.BaseMissing, message, venvcore.FixRepair)
	return &p
}
