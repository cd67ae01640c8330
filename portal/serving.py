"""Running: the web server and the worker as processes that start together and never outlive their parent."""

import ctypes
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable

from granian.constants import Interfaces
from granian.server import Server

from portal import config, db, schema_head, working

WEB_PROCESSES = 2
# A thread waits for as long as somebody's phone takes to send a form: many may be slow, and none may stop the others.
THREADS = 128
# What a request that is being answered may still take when the server is told to stop.
STOP_SECONDS = 10
PORT_PATIENCE_SECONDS = 3.0
# At a start the pages come first: a message may wait a second longer, a person in need may not.
PAGES_FIRST_SECONDS = 1.0
PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Ask the kernel to end this process when its parent ends, however suddenly."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            # It ended before the kernel was asked.
            os._exit(0)


def bind_children() -> None:
    """Make every process that this one forks end with it, and only by its word."""
    forking: dict[str, int] = {}

    def begin() -> None:
        # Ctrl-C reaches the whole group, and the parent then tells its children to end: a web process that hears
        # of it twice at once waits for itself for ever.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        die_with_parent(forking["parent"])

    os.register_at_fork(before=lambda: forking.update(parent=os.getpid()), after_in_child=begin)


def port_is_free(host: str, port: int) -> bool:
    """Tell whether nobody is listening there yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_for_port(host: str, port: int) -> bool:
    """Wait until a port is free, and tell whether it became so in time."""
    end = time.monotonic() + PORT_PATIENCE_SECONDS
    while not (free := port_is_free(host, port)) and time.monotonic() < end:
        time.sleep(0.02)
    return free


def is_up_to_date(settings: config.Settings) -> bool:
    """Tell whether the tables are. Refuses a server that may forget what it acknowledged."""
    engine = db.engine_for(settings.database_url)
    if engine.dialect.name == "sqlite" and not os.path.exists(engine.url.database or ""):
        return False  # before the first start there is no file, and looking must not make one
    try:
        db.check_durability(engine)
        with db.reading(engine) as session:
            return schema_head.is_current(session)
    finally:
        engine.dispose()


def serve(host: str, port: int) -> None:
    """Serve until told to stop. The application is built once and shared by every web process."""
    from wsgi import application

    listen(application, host, port)


def listen(application: Callable[..., object], host: str, port: int) -> None:
    """Answer requests with an application, in as many processes and threads as one node has."""
    # What was made so far stays: the web processes share it, and no collector has to look at it again.
    gc.freeze()
    gc.enable()
    bind_children()
    server = Server(
        "wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WEB_PROCESSES,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_enabled=False,
        websockets=False,
    )
    server.serve(target_loader=lambda *_: application, wrap_loader=False)


def start_worker() -> int:
    """Start the worker as a process of its own and return its process id."""
    return start_aside(working.work)


def start_aside(act: Callable[[], object]) -> int:
    """Start an act in a process of its own, that ends with this one, and return its process id."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.enable()
    time.sleep(PAGES_FIRST_SECONDS)
    try:
        act()
    finally:
        os._exit(0)


def stop_aside(child: int) -> None:
    """End a process and wait until it is gone; whatever it had not finished is done at the next start."""
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
