"""Makes prefixes of conda's format with py-rattler, without a network.

    conda.py WORK BASE VERSION PREFIX=NAME,NAME ...

The packages are made here, in a channel below WORK: "python", a copy of the
interpreter of the installation BASE with its standard library linked, so that
what it starts has the prefix as its own; "conda", the scripts that mark an
installation of conda itself; and "demo", a library of one module.
"""

import asyncio
import bz2
import hashlib
import io
import json
import os
import sys
import tarfile

import rattler
import rattler.index

SUBDIR = "linux-64"


def package(channel, name, version, files, depends=(), link=None, noarch=None):
    """Writes one .tar.bz2: files maps a path to bytes, or to a link's target in a tuple."""
    subdir = "noarch" if noarch else SUBDIR
    index = {
        "name": name, "version": version, "build": "0", "build_number": 0,
        "depends": list(depends), "subdir": subdir,
    }
    if noarch:
        index["noarch"] = noarch
    if name == "python":
        index["python_site_packages_path"] = "lib/python%s/site-packages" % minor(version)
    paths = []
    for path, content in files.items():
        data = b"" if isinstance(content, tuple) else content
        paths.append({
            "_path": path,
            "path_type": "softlink" if isinstance(content, tuple) else "hardlink",
            "sha256": hashlib.sha256(data).hexdigest(),
            "size_in_bytes": len(data),
        })
    info = {
        "info/index.json": json.dumps(index).encode(),
        "info/paths.json": json.dumps({"paths": paths, "paths_version": 1}).encode(),
        "info/files": "".join(path + "\n" for path in files).encode(),
    }
    if link:
        info["info/link.json"] = json.dumps(link).encode()
    directory = os.path.join(channel, subdir)
    os.makedirs(directory, exist_ok=True)
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        for path, content in {**info, **files}.items():
            member = tarfile.TarInfo(path)
            if isinstance(content, tuple):
                member.type, member.linkname = tarfile.SYMTYPE, content[0]
                archive.addfile(member)
                continue
            member.size = len(content)
            member.mode = 0o755 if os.path.dirname(path) in ("bin", "condabin") else 0o644
            archive.addfile(member, io.BytesIO(content))
    with open(os.path.join(directory, "%s-%s-0.tar.bz2" % (name, version)), "wb") as out:
        # The fastest: an interpreter may have 20 MB.
        out.write(bz2.compress(whole.getvalue(), 1))


def minor(version):
    return ".".join(version.split(".")[:2])


def python_files(base, version):
    """An interpreter finds its library beside itself, by its landmarks."""
    name = "python" + minor(version)
    library = os.path.join("lib", name)
    with open(os.path.join(base, "bin", name), "rb") as program:
        files = {"bin/" + name: program.read()}
    files["bin/python"] = files["bin/python3"] = (name,)
    files[library + "/site-packages/README.txt"] = b"for packages\n"
    for entry in sorted(os.listdir(os.path.join(base, library))):
        if entry not in ("site-packages", "__pycache__"):
            files[library + "/" + entry] = (os.path.join(base, library, entry),)
    for entry in sorted(os.listdir(os.path.join(base, "lib"))):
        if entry.startswith("libpython"):
            files["lib/" + entry] = (os.path.join(base, "lib", entry),)
    return files


def channel_of(work, base, version):
    channel = os.path.join(work, "channel")
    for subdir in ("noarch", SUBDIR):
        os.makedirs(os.path.join(channel, subdir))
    package(channel, "python", version, python_files(base, version))
    script = b"#!/bin/sh\nexit 1\n"
    package(channel, "conda", "26.7.0", {"bin/conda": script, "condabin/conda": script}, ["python"])
    info = "site-packages/demo-1.0.dist-info/"
    package(channel, "demo", "1.0", {
        "site-packages/demo.py": b"",
        info + "METADATA": b"Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
        info + "INSTALLER": b"conda",
        info + "RECORD": b"",
    }, ["python"], {"noarch": {"type": "python"}, "package_metadata_version": 1}, "python")
    package(channel, "data", "1.0", {"share/data.txt": b"data\n"})
    return channel


async def main(work, base, version, *prefixes):
    channel = channel_of(work, base, version)
    await rattler.index.index_fs(channel, write_zst=False, write_shards=False)
    for prefix, _, names in (p.partition("=") for p in prefixes):
        records = await rattler.solve(
            sources=[rattler.Channel("file://" + channel)],
            specs=names.split(","),
            gateway=rattler.Gateway(cache_dir=os.path.join(work, "repodata")),
            platforms=[SUBDIR, "noarch"],
            virtual_packages=[],
        )
        await rattler.install(
            records=records, target_prefix=prefix,
            cache_dir=os.path.join(work, "pkgs"), show_progress=False,
        )


asyncio.run(main(*sys.argv[1:]))
# Once in a while the library crashes while the interpreter shuts down, when all
# is done (seen with 0.28.0): so nothing is shut down.
os._exit(0)
