"""Whether a folder is one where databases get damaged: a network drive or a synced folder."""

from pathlib import Path

_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "syncthing",
)
_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "fuse.rclone", "glusterfs", "ceph")
_MOUNTS = Path("/proc/self/mounts")


def shared_folder(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """Why `folder` is a bad place for the log, in one sentence; None when it is a good one.

    `mounts` lists the mounted file systems in the format of Linux; where it is missing only the
    names of the folders are looked at.
    """
    resolved = folder.resolve()
    for part in resolved.parts:
        if any(part.lower().startswith(name) for name in _SYNCED):
            return f"{folder} is inside the synced folder {part}; keep the log outside of it."
    if any((parent / ".stfolder").exists() for parent in (resolved, *resolved.parents)):
        return f"{folder} is inside a folder that Syncthing copies; keep the log outside of it."
    kind = _file_system(resolved, mounts)
    if kind.startswith(_NETWORK):
        return f"{folder} is on a network drive ({kind}); keep the log on a disk of this machine."
    return None


def _file_system(folder: Path, mounts: Path) -> str:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        depth = len(point.parts)
        if depth >= best and folder.is_relative_to(point):
            best, kind = depth, fields[2]
    return kind
