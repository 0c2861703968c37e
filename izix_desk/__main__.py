"""The command line: picks the desk, the engine or a tool, and says the world's faults plainly."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from izix_desk.commands.hints import typed
from izix_desk.domain.errors import DeskError


class Command(Protocol):
    """What each module of `izix_desk.commands` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of the command."""
        ...

    def run(self, args: argparse.Namespace) -> int:
        """Do it and return the exit status."""
        ...


COMMANDS = {
    "desk": ("desk", "open the control room (also without any command)"),
    "demo": ("demo", "open the control room on a throw-away site with simulated gates"),
    "engine": ("engine", "run the engine alone, for a service"),
    "site": ("site", "load lots, gates and lines from a file, or print them"),
    "import": ("import_parkers", "load parkers, vehicles and rights from a sheet"),
    "search": ("search", "find parkers as the search box does"),
    "why": ("why", "say whether a plate may pass a gate, and why not"),
    "open": ("open_gate", "open a gate through the engine and print its stages"),
    "sessions": ("sessions", "list who is inside for long, end sessions, count anew"),
    "events": ("events", "print what happened at the gates"),
    "lines": ("lines", "print how the lines are doing, and what passes on them"),
    "pair": ("pair", "give one OSDP device a key of its own"),
    "simulate": ("simulate", "play the controllers and cameras of a site file"),
    "backup": ("backup", "copy the store while everything runs"),
    "bench": ("bench", "measure speed side by side with a rival"),
}
"""Name on the command line → module in `izix_desk.commands`, and what it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the world's faults end in one sentence on stderr."""
    words = _command_first(list(sys.argv[1:] if arguments is None else arguments))
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help"}):
        words.insert(0, "desk")
    name = words[0] if words[0] in COMMANDS else ""
    command = _load(name) if name else None
    if arguments is None:  # this process is ours alone
        gc.freeze()
    args = _parser(name, command).parse_args(words)
    if command is None:
        return 2
    try:
        status = command.run(args)
        sys.stdout.flush()
    except DeskError as fault:
        sys.stderr.write(f"izix-desk: {typed(str(fault), args.site)}\n")
        return fault.exit_status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has closed it, as `head` does; Python flushes once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _command_first(words: list[str]) -> list[str]:
    """Return the words with `--site DIR` behind the command, where the parser expects it."""
    taken = 2 if words[:1] == ["--site"] else int(bool(words) and words[0].startswith("--site="))
    if taken and words[taken : taken + 1] and words[taken] in COMMANDS:
        return [words[taken], *words[:taken], *words[taken + 1 :]]
    return words


def _load(name: str) -> Command:
    # What is imported is never garbage: to look through it, and again at the end of the process,
    # took a third of a short command.
    gc.disable()
    try:
        # Only the chosen command is imported: the window must not wait for the database.
        return cast("Command", import_module(f"izix_desk.commands.{COMMANDS[name][0]}"))
    finally:
        gc.enable()


def _parser(chosen: str, command: Command | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="izix-desk", description="A control room for parking.")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (_, purpose) in COMMANDS.items():
        sub = subparsers.add_parser(name, help=purpose, description=f"{purpose.capitalize()}.")
        sub.add_argument("--site", metavar="DIR", help="site folder (default: your data folder)")
        if name == chosen and command is not None:
            command.add_arguments(sub)
    return parser


if __name__ == "__main__":
    sys.exit(main())
