package venvcore

// Package is one distribution that is installed where an interpreter looks.
type Package struct {
	// Name is as its metadata writes it, Version in the normal form of PEP 440
	// where it is a version by that.
	Name, Version string
	// Editable is where its project lies when it was installed in editable
	// mode; empty when it was not.
	Editable string
	// Installer is who says to have installed it, such as "pip" or "uv"; may be
	// empty.
	Installer string
	// Requested: somebody asked for it by name (PEP 376).
	Requested bool
	// Inherited: it lies in the base, and is seen by way of system site-packages.
	Inherited bool
}
