"""The commands of the command line and their options, for argparse."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from decroche import __version__
from decroche.calls.reading import FIELDS

_Command = Callable[[str, str], argparse.ArgumentParser]
"""Adds a command, by its name and what it does, and gives its parser."""


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", default=argparse.SUPPRESS, metavar="DIR", help="the data folder")
    common.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="one JSON document on standard output",
    )
    parser = argparse.ArgumentParser(
        prog="decroche", description="The prospecting desk.", parents=[common]
    )
    parser.add_argument("--version", action="version", version=f"decroche {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=words, parents=[common])

    _import_command(command)
    _file_commands(command)
    _call_commands(command)
    _law_commands(command)
    _tool_commands(command)
    _team_command(command)
    _serve_command(command)
    return parser


def _import_command(command: _Command) -> None:
    parser = command("import", "Bring a file of companies in.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--source", required=True, metavar="TEXT", help="where the data came from (the law asks)"
    )
    parser.add_argument("--list", default="", metavar="NAME")
    parser.add_argument("--on-duplicate", choices=["skip", "update", "create"], default="skip")
    parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
    parser.add_argument(
        "--refusals",
        choices=["oppose", "keep"],
        default="oppose",
        help="those who do not want to be called, as the file says: never call them again, or "
        "only keep what the file says",
    )
    parser.add_argument(
        "--sheet", default="", metavar="NAME", help="the sheet of a workbook that is read"
    )
    parser.add_argument(
        "--separator", default="", metavar="SIGN", help="between the cells: ; , | or tab"
    )
    parser.add_argument("--encoding", default="", metavar="NAME", help="cp1252, mac_roman, cp850…")
    parser.add_argument("--dry-run", action="store_true")


def _file_commands(command: _Command) -> None:
    parser = command("undo-import", "Take an import back.")
    parser.add_argument("batch", type=int, metavar="BATCH")
    parser = command("export", "Write the file of companies to FILE.csv, .xlsx, .json or .vcf.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--list", default="", metavar="NAME")
    parser = command(
        "register",
        "Find companies in the state's register, or in its stock files, and bring them in.",
    )
    parser.add_argument(
        "text",
        metavar="WORDS",
        help="a trade, a place, a size: “imprimeries, Nord, 50 salariés et plus”",
    )
    parser.add_argument("--list", default="", metavar="NAME")
    parser.add_argument("--count", action="store_true", help="only say how many")
    parser.add_argument(
        "--establishments",
        default="",
        metavar="FILE",
        help="StockEtablissement, Parquet or CSV: nothing is asked of the network",
    )
    parser.add_argument(
        "--companies", default="", metavar="FILE", help="StockUniteLegale, for the companies' names"
    )
    parser = command("doubles", "Look the file over for cards that are one company.")
    parser.add_argument("--limit", type=int, default=20, metavar="N")
    parser = command("search", "Find companies.")
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--limit", type=int, default=20, metavar="N")


def _call_commands(command: _Command) -> None:
    command("next", "Whom to call now, and why.")
    parser = command("log", "Log a call.")
    parser.add_argument("outcome", metavar="OUTCOME")
    parser.add_argument("--company", type=int, required=True, metavar="ID")
    parser.add_argument("--number", default="", metavar="E164")
    for name, metavar in FIELDS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", default="", metavar=metavar)
    parser.add_argument("--at", default="", metavar="ISO")
    parser.add_argument("--key", default="", metavar="KEY")
    parser = command("undo", "Take the last verb back.")
    parser.add_argument(
        "--entry", type=int, default=0, metavar="ID", help="only if it is this one, as log said it"
    )
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help="needed to take an opposition back"
    )
    parser = command("stats", "Count the calls.")
    parser.add_argument("--from", dest="since", default="", metavar="D")
    parser.add_argument("--to", dest="until", default="", metavar="D")


def _law_commands(command: _Command) -> None:
    parser = command(
        "oppose",
        "Leave a number, an address or a SIREN alone for good, or lift that with a reason.",
    )
    parser.add_argument("value", metavar="VALUE")
    parser.add_argument(
        "--channel", choices=["phone", "mail", "letter", "form", "spoken", "file"], default="phone"
    )
    parser.add_argument("--lift", default="", metavar="REASON")
    parser.add_argument("--key", default="", metavar="KEY")
    parser = command(
        "erase", "Erase a card, or one of its people, for good; the calls still count."
    )
    parser.add_argument("--company", type=int, required=True, metavar="ID")
    parser.add_argument("--person", type=int, default=0, metavar="ID")
    parser.add_argument(
        "--leave-alone",
        action="store_true",
        help="and never call or write again, whatever is imported",
    )
    parser = command(
        "access",
        "Write everything kept about a card, or one of its people, to FILE.pdf, .txt or .json.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--company", type=int, required=True, metavar="ID")
    parser.add_argument("--person", type=int, default=0, metavar="ID")
    parser = command(
        "paper", "Write the register, the balancing test or the notice to FILE.pdf or .txt."
    )
    parser.add_argument("which", choices=["register", "balancing", "notice"])
    parser.add_argument("file", metavar="FILE")
    parser = command("keep", "Erase what is kept too long.")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")


def _tool_commands(command: _Command) -> None:
    parser = command("when", "Understand a date as it is said.")
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--now", default="", metavar="ISO")
    parser = command("number", "Read telephone numbers.")
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--postcode", default="", metavar="P")
    parser = command("backup", "Write everything to FILE.")
    parser.add_argument("file", metavar="FILE")
    parser = command("unseal", "Open a copy sealed with a passphrase, into the file TO.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("to", metavar="TO")
    parser = command("restore", "Put a backup in place of the present data (kept beside it).")
    parser.add_argument("file", metavar="FILE")
    parser = command(
        "carry-over",
        "After a pg_restore: repeat the oppositions and erasures that the database NAME has.",
    )
    parser.add_argument("database", metavar="NAME")
    command("check", "Check that the data is whole.")
    parser = command("demo", "Add made-up companies to try with.")
    parser.add_argument("--companies", type=int, default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    command(
        "send",
        "Send the mails that are due and read the answers (the open desk does both by itself).",
    )
    parser = command(
        "mcp", "Serve an assistant on this machine (MCP, on standard input and output)."
    )
    parser.add_argument(
        "--write", action="store_true", help="it may keep notes and propose outcomes as drafts"
    )
    parser = command("open", "Open the desk that is running in the browser, with a link for once.")
    parser.add_argument("--print", action="store_true", help="only say the link")
    command("doctor", "What is missing on this computer, and how to get it here.")
    parser = command("shortcut", "Make an entry in the menu that opens the desk by a click.")
    parser.add_argument("--remove", action="store_true", help="take the entry away again")


def _team_command(command: _Command) -> None:
    parser = command(
        "team", "Share the file with others, invite them, say who works in it and who leaves."
    )
    parser.add_argument(
        "do",
        nargs="?",
        default="show",
        choices=["show", "share", "invite", "password", "leave"],
        help="show (the default): who works here",
    )
    parser.add_argument("--email", default="", metavar="E", help="of the member it is about")
    parser.add_argument("--name", default="", metavar="NAME", help="with share: hers")
    parser.add_argument("--role", choices=["owner", "caller", "reader"], default="caller")
    parser.add_argument("--to", default="", metavar="E", help="with leave: who keeps the promises")


def _serve_command(command: _Command) -> None:
    parser = command("serve", "Open the desk in the browser.")
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="an address of this machine itself"
    )
    parser.add_argument(
        "--port", type=int, metavar="P", help="8317, or the next that is free, when left out"
    )
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument(
        "--no-console",
        action="store_true",
        help="what is said goes into decroche.log of the data folder, a refusal into the browser",
    )
