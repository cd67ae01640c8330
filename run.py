"""Run, test or command Front Door from a fresh clone: needs Python 3.11 or newer and nothing else."""

import compileall
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
NO_VENV = "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"


def main(arguments: list[str]) -> None:
    """Prepare the environment, then become the command that was asked for."""
    if sys.version_info < (3, 11):
        sys.exit("Front Door needs Python 3.11 or newer.")
    if arguments[:1] == ["test"]:
        prepare("requirements-test.lock")
        become("pytest", *(arguments[1:] or ["-n", "auto"]))
    prepare("requirements.lock")
    plain = not arguments or arguments[0].startswith("-")
    become("portal.cli", *(["run", *arguments] if plain and "--help" not in arguments else arguments))


def become(module: str, *arguments: str) -> None:
    """Replace this process, so that signals reach the command itself."""
    os.chdir(HERE)
    # Where the machine forbids Python to keep compiled code, every start would compile the house again.
    compileall.compile_dir(HERE / "portal", quiet=2)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


def prepare(lock: str) -> None:
    """Make the virtual environment when it is missing, and install what is locked when that has changed."""
    wanted = hashlib.sha256((HERE / lock).read_bytes()).hexdigest()
    stamp = VENV / f".{lock}.installed"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print("Getting ready. The first time takes about half a minute.", flush=True)
    if not PYTHON.exists() and subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
        sys.exit(NO_VENV)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--require-hashes", "-r", str(HERE / lock)]) != 0:
        sys.exit("The packages could not be installed. Check the network, then run the same command again.")
    # The test lock holds everything the other one does, at the same versions.
    stamp.write_text(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
