"""A WARC file as an archive of its own: checked by warcio, indexed and served by pywb.

    replay.py DIR WARC

Copies the file to DIR, an empty directory, and fails where `warcio check` does (digests of blocks and payloads). Then serves it as
`archive.py` does, at `/web/`, and prints the same line, without captures.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from archive import begin, serve


def main():
    folder, warc = Path(sys.argv[1]), Path(sys.argv[2])
    archive = begin(folder)
    copy = folder / "captures" / "captures.warc.gz"
    shutil.copyfile(warc, copy)
    check = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", copy], capture_output=True, text=True)
    # It says of every record what it checked, and that it could not.
    if check.returncode or "digest pass" not in check.stdout or "fail" in check.stdout:
        sys.exit(check.stdout + check.stderr)
    # What the empty file would write when it is closed.
    with open(copy, "rb") as file:
        archive.out.close()
        archive.out = file
        serve(folder, archive)


if __name__ == "__main__":
    main()
