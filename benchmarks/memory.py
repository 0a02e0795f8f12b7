"""How much memory a process holds, and what it held at most, as the kernel counts it."""

import os
import re
from pathlib import Path

MIB = 1024 * 1024


class Memory:
    """The resident memory of one process, in MiB; `reset` starts the peak anew (Linux)."""

    def __init__(self, pid: int | None = None) -> None:
        self._folder = Path("/proc") / str(pid or os.getpid())

    def reset(self) -> None:
        """Let the peak begin at what is held now."""
        (self._folder / "clear_refs").write_text("5")

    def now(self) -> float:
        """MiB held."""
        return self._read("VmRSS")

    def peak(self) -> float:
        """The most MiB held since the last reset."""
        return self._read("VmHWM")

    def _read(self, name: str) -> float:
        found = re.search(rf"{name}:\s+(\d+) kB", (self._folder / "status").read_text())
        return int(found.group(1)) / 1024 if found else 0.0
