"""Is the data folder in a folder that another program synchronises? Such programs replace files while they are open."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from engine.text import Text
from tui.locations import Locations

NOTICE = Text(
    "The data folder {folder} is synchronised by {service}, which may replace the database while it is open; answers "
    "would be lost. Keep it elsewhere (--data FOLDER or BACKDRILL_DATA), and carry progress over with "
    "'backdrill export jsonl FILE' and 'backdrill import FILE'.",
    "数据文件夹 {folder} 正由 {service} 同步；它可能在数据库打开时替换文件，导致答题记录丢失。请把数据放到别处"
    "（--data FOLDER 或 BACKDRILL_DATA），在设备间转移进度请用 'backdrill export jsonl FILE' "
    "和 'backdrill import FILE'。",
)
MARKERS = {
    "Syncthing": (".stfolder",),
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud": (".nextcloudsync.log", ".owncloudsync.log", ".sync_*.db", "._sync_*.db", ".csync_journal.db"),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
}
"""Files and folders that a program puts at the top of what it synchronises."""
NAMES = {
    "iCloud": re.compile(r"/Library/Mobile Documents/|/iCloud ?Drive/", re.I),
    "OneDrive": re.compile(r"/OneDrive( ?- ?[^/]+)?/|/CloudStorage/OneDrive[^/]*/", re.I),
    "Dropbox": re.compile(r"/Dropbox( \([^/]+\))?/|/CloudStorage/Dropbox[^/]*/"),
    "Google Drive": re.compile(r"/CloudStorage/GoogleDrive[^/]*/|/Google Drive/"),
}
"""How the folders of programs are called that leave no such mark."""


def service_of(folder: Path) -> str:
    """The program that synchronises the folder; empty for none."""
    with suppress(OSError):
        folder = folder.resolve()
    for place in (folder, *folder.parents):
        for service, markers in MARKERS.items():
            if any(_marked(place, marker) for marker in markers):
                return service
    path = f"{folder.as_posix()}/"
    return next((service for service, name in NAMES.items() if name.search(path)), "")


def _marked(place: Path, marker: str) -> bool:
    try:
        return any(True for _ in place.glob(marker)) if "*" in marker else os.path.lexists(place / marker)
    except OSError:
        return False


def notice(locations: Locations) -> list[Text]:
    """The sentence, once for each folder and program; nothing where none synchronises it."""
    service = service_of(locations.data)
    told = locations.cache / f"told-{service.lower().replace(' ', '-')}"
    if not service or told.exists():
        return []
    with suppress(OSError):
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()
    return [NOTICE.format(folder=locations.data, service=service)]
