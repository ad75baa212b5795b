"""Start a stream on each call of a list, a bounded number at once, and print what came of each.

The list has a line ``CALL_SID,WEBSOCKET_URL`` for each call. Each outcome is written to standard
output as soon as it is known, so that no id is lost, whatever ends the program; once that fails,
as on a full disk, to standard error. Calls that are in neither were not begun. A progress bar and
a summary go to the terminal. Exit codes:

    0    all were started
    1    some were not, or the list is wrong; it is safe to start those again
    2    the arguments are wrong; nothing was sent
    3    some may be running, their ids unknown: look before you start those again

pip install telnyx-texml-streams rich
TELNYX_API_KEY=... python examples/start_many_streams.py ACCOUNT_SID calls.csv > outcomes.csv
"""

import asyncio
import csv
import sys
from argparse import ArgumentParser
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.table import Table

from generated_client import APIError, APIResponseValidationError, AsyncTelnyx

STARTED, NOT_STARTED, UNKNOWN = "started", "not started", "unknown"
Summary = Counter[tuple[str, str]]
"""How often each outcome came about, and for which reason."""


class Starter:
    """Starts streams and keeps account of them."""

    def __init__(self, client: AsyncTelnyx, account_sid: str, progress: Progress) -> None:
        """Begin with nothing started."""
        self._client = client
        self._account_sid = account_sid
        self._progress = progress
        # The streams themselves, and not what rich puts in their place: it wraps and drops text.
        self._outcomes: TextIO = sys.stdout
        self._errors = sys.stderr
        self.summary: Summary = Counter()

    async def start_all(self, calls: list[tuple[str, str]], at_once: int) -> None:
        """Start a stream on each call; never more than ``at_once`` are on their way."""
        bar = self._progress.add_task("starting", total=len(calls))
        waiting = iter(calls)

        async def take_calls() -> None:
            for call_sid, url in waiting:  # each task takes the next one
                await self._start(call_sid, url)
                self._progress.advance(bar)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(at_once):
                tasks.create_task(take_calls())

    async def _start(self, call_sid: str, url: str) -> None:
        """Start one stream; an error ends no other call."""
        try:
            stream = await self._client.texml.accounts.calls.streams_json(
                call_sid, account_sid=self._account_sid, url=url
            )
        except asyncio.CancelledError:  # Ctrl-C: the request may be on its way
            self._note(call_sid, UNKNOWN, "interrupted")
            raise
        except APIResponseValidationError as error:  # the id may be in the response
            text = f"{error}: {error.response.text}"
            self._note(call_sid, UNKNOWN, type(error).__name__, text)
        except APIError as error:
            outcome = UNKNOWN if error.may_have_executed else NOT_STARTED
            self._note(call_sid, outcome, type(error).__name__, str(error))
        except ValueError as error:  # an argument that cannot be sent
            self._note(call_sid, NOT_STARTED, type(error).__name__, str(error))
        else:
            self._note(call_sid, STARTED, "", stream.sid or str(stream.raw))

    def _note(self, call_sid: str, outcome: str, reason: str, text: str = "") -> None:
        self.summary[outcome, reason] += 1
        row = [call_sid, outcome, reason, text]
        try:
            self._write(row)
        except (OSError, UnicodeError):  # a full disk, or a letter that its encoding lacks
            with suppress(OSError):
                self._outcomes.close()  # or Python would try once more when it ends
            self._outcomes = self._errors
            self._write(row)

    def _write(self, row: list[str]) -> None:
        csv.writer(self._outcomes).writerow(row)
        self._outcomes.flush()


def table_of(summary: Summary) -> Table:
    """Show how many streams came to which end."""
    table = Table("outcome", "reason", "calls")
    for (outcome, reason), number in summary.most_common():
        table.add_row(outcome, reason, f"{number:,}")
    return table


def read_calls(path: Path) -> list[tuple[str, str]]:
    """Read the list of calls, each with the WebSocket server to stream to."""
    calls: list[tuple[str, str]] = []
    with path.open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        for row in rows:
            match row:
                case [call_sid, url]:
                    calls.append((call_sid, url))
                case []:  # a blank line
                    pass
                case _:
                    raise ValueError(f"{path}:{rows.line_num}: expected CALL_SID,WEBSOCKET_URL")
    return calls


def positive(text: str) -> int:
    """Read a number that is at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


async def main() -> int:
    """Read the command line, start the streams, and return the exit code."""
    parser = ArgumentParser(description="Start a stream on each call of a list.")
    parser.add_argument("account_sid", help="the account that the calls belong to")
    parser.add_argument("calls", type=Path, help="a file with a line CALL_SID,WEBSOCKET_URL each")
    parser.add_argument("--at-once", type=positive, default=100, help="how many at once (100)")
    arguments = parser.parse_args()
    try:
        calls = read_calls(arguments.calls)
    except (OSError, ValueError, csv.Error) as error:
        print("nothing was sent:", error, file=sys.stderr)
        return 1
    twice = [call for call, times in Counter(call for call, _ in calls).items() if times > 1]
    if twice:
        print("billed for two streams, for listed twice:", *twice, file=sys.stderr)
        return 1

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    # Where outcomes go into a file, rich is not to print them above the bar instead.
    progress = Progress(*columns, console=console, redirect_stdout=sys.stdout.isatty())
    async with AsyncTelnyx() as client:
        starter = Starter(client, arguments.account_sid, progress)
        try:
            with progress:
                await starter.start_all(calls, arguments.at_once)
        finally:
            console.print(table_of(starter.summary))
    outcomes = {outcome for outcome, _ in starter.summary}
    return 3 if UNKNOWN in outcomes else 1 if NOT_STARTED in outcomes else 0


if __name__ == "__main__":
    try:
        code = asyncio.run(main())
    except KeyboardInterrupt:
        code = 3
    sys.exit(code)
