"""The web server of `thidua demo`: gunicorn with threads inside this process, stopped by Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app


def port_is_free(host: str, port: int) -> bool:
    """False when another program listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def next_free_port(host: str, port: int) -> int:
    """A port above `port` to suggest."""
    return next((p for p in range(port + 1, min(port + 200, 65536)) if port_is_free(host, p)), 0)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn with the options given here and none from files or the environment."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def init(self, parser: Any, opts: Any, args: Any) -> None:
        """No options from a command line."""

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return import_app("thidua.config.wsgi:application")


def _ready(then: Callable[[], None]) -> None:
    # gunicorn takes a closed terminal as a wish to reload; here it is a wish to stop.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    then()


def serve(*, host: str, port: int, reload: bool, when_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C. Two processes of four threads: a council votes at once."""
    Server(
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": 1 if reload else 2,
            "threads": 4,
            "timeout": 120,
            "graceful_timeout": 15,  # a busy machine takes its time to let go
            "reload": reload,
            "loglevel": "error",
            "control_socket_disable": True,
            "when_ready": lambda _server: _ready(when_ready),
        }
    ).run()
