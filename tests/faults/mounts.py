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


class Mounted:
    """A small tmpfs at `folder`. Only commands that begin with `inside` see it; out here it is at `seen`."""

    def __init__(self, folder: Path, size: str = SIZE) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        script = 'mount -t tmpfs -o size="$2" none "$1" && echo mounted && exec cat'
        root = os.geteuid() == 0
        unshare = ["unshare", *([] if root else ["--map-root-user"]), "--mount", "--propagation", "private"]
        self._holder = subprocess.Popen(
            [*unshare, "sh", "-c", script, "sh", str(folder), size],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._holder.stdout is not None
        self.works = self._holder.stdout.readline() == "mounted\n"
        join = ["nsenter", "--target", str(self._holder.pid), "--mount"]
        self.inside = join if root else [*join, "--user", "--preserve-credentials"]

    @property
    def seen(self) -> Path:
        """The folder as it is seen from out here."""
        return Path(f"/proc/{self._holder.pid}/root{self.folder}")

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
        self._holder.kill()
        self._holder.communicate()


@cache
def may_mount() -> bool:
    """Whether this machine lets its tests mount; where it does not, they limit files and take away permissions."""
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        return False
    folder = Path(f"/tmp/backdrill-may-mount-{os.getpid()}")
    probe = Mounted(folder, "64k")
    try:
        return probe.works and subprocess.run([*probe.inside, "true"], capture_output=True).returncode == 0
    finally:
        probe.close()
        folder.rmdir()


WITHOUT = (
    "Disk full and read-only were tested by limits and permissions only: this machine lets no test mount a folder."
)
