import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
MODULES = PROJECT / "node_modules"
OPTIONS = ["--json", "--no-watch", "--fresh", "--port", "0", "--data", ".local-test"]


class Dev:
    """The stack, run as `npm run dev` does, on a free port and with data of its own."""

    def __init__(self) -> None:
        # Lambda's Node.js is among the packages where the machine has an older one.
        path = os.pathsep.join([str(MODULES / ".bin"), os.environ["PATH"]])
        command = str(MODULES / "cdk-users-api-cli" / "dist" / "main.js")
        self._process = subprocess.Popen(
            ["node", command, "dev", *OPTIONS],
            cwd=PROJECT,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._messages: queue.Queue[dict | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.url: str = self._wait(lambda message: message["type"] == "ready")["url"]

    def mail(self, to: str, subject: str) -> str:
        """Waits for the mail that goes to an address with this subject: its text."""
        mail = self._wait(
            lambda message: message["type"] == "mail"
            and to in message["to"]
            and message["subject"] == subject
        )
        return mail["text"]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _read(self) -> None:
        for line in self._process.stdout or []:
            self._messages.put(json.loads(line))
        self._messages.put(None)

    def _wait(self, matches) -> dict:
        while (message := self._messages.get(timeout=60)) is not None:
            if message["type"] == "failure":
                raise RuntimeError(f"a function failed: {message['errorMessage']}")
            if matches(message):
                return message
        raise RuntimeError("the stack has ended: npm run dev says why")


@pytest.fixture(scope="session")
def dev() -> Iterator[Dev]:
    running = Dev()
    yield running
    running.stop()
