"""Run the command line."""

import gc

from .cli import app

# A run builds one large graph of values and ends: looking for garbage would only walk it again.
gc.disable()
app(prog_name="python -m generator")
