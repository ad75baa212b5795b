"""Run the command line."""

from .cli import app

app(prog_name="python -m generator")
