// Command venvd knows every Python environment of the machine, chooses the
// interpreter of each project, and follows environments wherever they go.
package main

import (
	"os"

	"github.com/venvd/venvd/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
