"""A program in a pseudo-terminal, controlled by this process."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import termios
import time
from types import TracebackType


class Terminal:
    """Starts the program at once. Leaving the `with` block ends it with Ctrl-D."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.seen = b""
        self.began = time.perf_counter()
        self.process_id, self.descriptor = pty.fork()
        if self.process_id == 0:
            os.execve(command[0], command, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def enter(self, text: str) -> None:
        os.write(self.descriptor, text.encode())

    def wait_for(self, text: bytes, seconds: float = 30) -> float:
        """Reads up to the end of a text, consumes it, and returns the seconds since the start."""
        deadline = time.perf_counter() + seconds
        while text not in self.seen:
            if not self.read(deadline - time.perf_counter()):
                raise TimeoutError(f"Timed out after {seconds} s waiting for {text!r}. Got: {self.seen[-2000:]!r}")
        moment = time.perf_counter() - self.began
        self.seen = self.seen.partition(text)[2]
        return moment

    def read(self, seconds: float) -> bool:
        """Reads into `seen`. Returns whether output arrived within the time."""
        if not select.select([self.descriptor], [], [], max(0, seconds))[0]:
            return False
        self.seen += os.read(self.descriptor, 65536)
        return True

    def let_pass(self, seconds: float) -> None:
        """Waits, and reads meanwhile, so that the program never blocks on its terminal."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self.read(left)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            os.write(self.descriptor, b"\x04")
            while os.read(self.descriptor, 65536):
                pass
        except OSError:
            pass  # A terminal reports its end as an error.
        os.close(self.descriptor)
        os.waitpid(self.process_id, 0)
