"""A folder that the tests may fill up or make read-only: mounted where nobody else sees it, gone with its holder.

`unshare` gives root, and where the kernel lets it any user, a mount namespace; commands join it by `nsenter`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

SIZE = "6m"


class Namespace:
    """A mount namespace, as long as this process lives. Commands that begin with `inside` are in it."""

    def __init__(self) -> None:
        root = os.geteuid() == 0
        unshare = ["unshare", *([] if root else ["--map-root-user"]), "--mount", "--propagation", "private"]
        self._holder = subprocess.Popen(
            [*unshare, "sh", "-c", "echo here && exec cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._holder.stdout is not None
        self.works = self._holder.stdout.readline() == "here\n"
        self.root = Path(f"/proc/{self._holder.pid}/root")
        join = ["nsenter", "--target", str(self._holder.pid), "--mount"]
        self.inside = join if root else [*join, "--user", "--preserve-credentials"]


_namespace = cache(Namespace)
"""One for all disks of a test process, so that they share what runs in it."""


class Mounted:
    """A small tmpfs at `folder`. Only commands that begin with `inside` see it; out here it is at `seen`."""

    def __init__(self, folder: Path, size: str = SIZE) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.inside = folder, _namespace().inside
        self.run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder))

    @property
    def seen(self) -> Path:
        """The folder as it is seen from out here."""
        return Path(f"{_namespace().root}{self.folder}")

    def run(self, *command: str) -> None:
        subprocess.run([*self.inside, *command], check=True, capture_output=True, timeout=30)

    def fill(self) -> None:
        """Not a byte more fits."""
        with (self.seen / "ballast").open("ab", buffering=0) as ballast:
            for size in (65536, 1):
                try:
                    while ballast.write(b"x" * size):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        (self.seen / "ballast").unlink()

    def read_only(self, path: Path) -> None:
        """Also for root."""
        self.run("mount", "--bind", str(path), str(path))
        self.run("mount", "-o", "remount,ro,bind", str(path))

    def close(self) -> None:
        self.run("umount", "--recursive", "--lazy", str(self.folder))


@cache
def may_mount() -> bool:
    """Whether this machine lets its tests mount; where it does not, they limit files and take away permissions."""
    if shutil.which("unshare") is None or shutil.which("nsenter") is None or not _namespace().works:
        return False
    folder = Path(f"/tmp/backdrill-may-mount-{os.getpid()}")
    try:
        Mounted(folder, "64k").close()
    except subprocess.CalledProcessError:
        return False
    finally:
        folder.rmdir()
    return True


WITHOUT = (
    "Disk full and read-only were tested by limits and permissions only: this machine lets no test mount a folder."
)
