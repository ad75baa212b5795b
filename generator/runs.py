"""Runs of the command line, each in a process of its own, that begin without delay.

    watch --starts--> a server with the libraries --forks--> a run, which imports the generator

Importing the libraries would take most of the time of a run, so the server has done that once. It
has nothing of the generator: each run has the generator's code as it is by then, and whatever
becomes of it, the next one is not concerned.
"""

import multiprocessing
import signal
from multiprocessing import forkserver

_LIBRARIES = [
    *("attrs", "httpx", "jinja2.loaders", "openapi_python_client.schema", "rich.status"),
    *("ruff", "typer", "watchfiles", "yaml"),
]


def prepare() -> None:
    """Start the server where processes can be forked; elsewhere each run loads the libraries."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("spawn")
        return
    multiprocessing.set_start_method("forkserver")
    multiprocessing.set_forkserver_preload(_LIBRARIES)
    # Ctrl-C goes to all processes of a terminal; the server ends when nobody needs it.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    forkserver.ensure_running()
    signal.signal(signal.SIGINT, before)


def run(arguments: list[str]) -> None:
    """Run the command line, and wait until it is done."""
    process = multiprocessing.Process(target=_main, args=[arguments], name=arguments[0])
    process.start()
    try:
        process.join()
    except KeyboardInterrupt:
        # The run has been interrupted too: let it tidy up.
        process.join()
        raise


def _main(arguments: list[str]) -> None:
    """Be the process of a run."""
    from .cli import app

    signal.signal(signal.SIGINT, signal.default_int_handler)
    app(arguments, prog_name=f"python -m {__package__}")
