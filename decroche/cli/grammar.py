"""The grammar of the command line: its commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from decroche import __version__
from decroche.calls.reading import FIELDS


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
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

    _file_commands(command)
    _call_commands(command)
    _law_commands(command)
    _tool_commands(command)
    return parser


def _file_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    one = command("import", "Bring a file of companies in.")
    one.add_argument("file", metavar="FILE")
    one.add_argument(
        "--source", required=True, metavar="TEXT", help="where the data came from (the law asks)"
    )
    one.add_argument("--list", default="", metavar="NAME")
    one.add_argument("--on-duplicate", choices=["skip", "update", "create"], default="skip")
    one.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
    one.add_argument(
        "--refusals",
        choices=["oppose", "keep"],
        default="oppose",
        help="those who do not want to be called, as the file says: never call them again, or "
        "only keep what the file says",
    )
    one.add_argument(
        "--sheet", default="", metavar="NAME", help="the sheet of a workbook that is read"
    )
    one.add_argument(
        "--separator", default="", metavar="SIGN", help="between the cells: ; , | or tab"
    )
    one.add_argument("--encoding", default="", metavar="NAME", help="cp1252, mac_roman, cp850…")
    one.add_argument("--dry-run", action="store_true")
    one = command("undo-import", "Take an import back.")
    one.add_argument("batch", type=int, metavar="BATCH")
    one = command("export", "Write the file of companies to FILE.csv, .xlsx, .json or .vcf.")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--list", default="", metavar="NAME")
    one = command(
        "register",
        "Find companies in the state's register, or in its stock files, and bring them in.",
    )
    one.add_argument(
        "text",
        metavar="WORDS",
        help="a trade, a place, a size: “imprimeries, Nord, 50 salariés et plus”",
    )
    one.add_argument("--list", default="", metavar="NAME")
    one.add_argument("--count", action="store_true", help="only say how many")
    one.add_argument(
        "--establishments",
        default="",
        metavar="FILE",
        help="StockEtablissement, Parquet or CSV: nothing is asked of the network",
    )
    one.add_argument(
        "--companies", default="", metavar="FILE", help="StockUniteLegale, for the companies' names"
    )
    one = command("doubles", "Look the file over for cards that are one company.")
    one.add_argument("--limit", type=int, default=20, metavar="N")
    one = command("search", "Find companies.")
    one.add_argument("text", metavar="TEXT")
    one.add_argument("--limit", type=int, default=20, metavar="N")


def _call_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    command("next", "Whom to call now, and why.")
    one = command("log", "Log a call.")
    one.add_argument("outcome", metavar="OUTCOME")
    one.add_argument("--company", type=int, required=True, metavar="ID")
    one.add_argument("--number", default="", metavar="E164")
    for name, metavar in FIELDS.items():
        one.add_argument(f"--{name.replace('_', '-')}", default="", metavar=metavar)
    one.add_argument("--at", default="", metavar="ISO")
    one.add_argument("--key", default="", metavar="KEY")
    one = command("undo", "Take the last verb back.")
    one.add_argument(
        "--reason", default="", metavar="TEXT", help="needed to take an opposition back"
    )
    one = command("stats", "Count the calls.")
    one.add_argument("--from", dest="since", default="", metavar="D")
    one.add_argument("--to", dest="until", default="", metavar="D")


def _law_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    one = command(
        "oppose",
        "Leave a number, an address or a SIREN alone for good, or lift that with a reason.",
    )
    one.add_argument("value", metavar="VALUE")
    one.add_argument(
        "--channel", choices=["phone", "mail", "letter", "form", "spoken", "file"], default="phone"
    )
    one.add_argument("--lift", default="", metavar="REASON")
    one.add_argument("--key", default="", metavar="KEY")
    one = command("erase", "Erase a card, or one of its people, for good; the calls still count.")
    one.add_argument("--company", type=int, required=True, metavar="ID")
    one.add_argument("--person", type=int, default=0, metavar="ID")
    one.add_argument(
        "--leave-alone",
        action="store_true",
        help="and never call or write again, whatever is imported",
    )
    one = command(
        "access",
        "Write everything kept about a card, or one of its people, to FILE.pdf, .txt or .json.",
    )
    one.add_argument("file", metavar="FILE")
    one.add_argument("--company", type=int, required=True, metavar="ID")
    one.add_argument("--person", type=int, default=0, metavar="ID")
    one = command(
        "paper", "Write the register, the balancing test or the notice to FILE.pdf or .txt."
    )
    one.add_argument("which", choices=["register", "balancing", "notice"])
    one.add_argument("file", metavar="FILE")
    one = command("keep", "Erase what is kept too long.")
    one.add_argument("--dry-run", action="store_true", help="only say what would be done")


def _tool_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    one = command("when", "Understand a date as it is said.")
    one.add_argument("text", metavar="TEXT")
    one.add_argument("--now", default="", metavar="ISO")
    one = command("number", "Read telephone numbers.")
    one.add_argument("text", metavar="TEXT")
    one.add_argument("--postcode", default="", metavar="P")
    one = command("backup", "Write everything to FILE.")
    one.add_argument("file", metavar="FILE")
    one = command("unseal", "Open a copy sealed with a passphrase, into the file TO.")
    one.add_argument("file", metavar="FILE")
    one.add_argument("to", metavar="TO")
    one = command("restore", "Put a backup in place of the present data (kept beside it).")
    one.add_argument("file", metavar="FILE")
    command("check", "Check that the data is whole.")
    one = command("demo", "Add made-up companies to try with.")
    one.add_argument("--companies", type=int, default=40, metavar="N")
    one.add_argument("--seed", type=int, default=1, metavar="S")
    command(
        "send",
        "Send the mails that are due and read the answers (the open desk does both by itself).",
    )
    one = command("open", "Open the desk that is running in the browser, with a link for once.")
    one.add_argument("--print", action="store_true", help="only say the link")
    one = command(
        "team", "Share the file with others, invite them, say who works in it and who leaves."
    )
    one.add_argument(
        "do",
        nargs="?",
        default="show",
        choices=["show", "share", "invite", "password", "leave"],
        help="show (the default): who works here",
    )
    one.add_argument("--email", default="", metavar="E", help="of the member it is about")
    one.add_argument("--name", default="", metavar="NAME", help="with share: hers")
    one.add_argument("--role", choices=["owner", "caller", "reader"], default="caller")
    one.add_argument("--to", default="", metavar="E", help="with leave: who keeps the promises")
    command("doctor", "What is missing on this computer, and how to get it here.")
    one = command("shortcut", "Make an entry in the menu that opens the desk by a click.")
    one.add_argument("--remove", action="store_true", help="take the entry away again")
    one = command("serve", "Open the desk in the browser.")
    one.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="an address of this machine itself"
    )
    one.add_argument(
        "--port", type=int, metavar="P", help="8317, or the next that is free, when left out"
    )
    one.add_argument("--no-browser", action="store_true")
    one.add_argument(
        "--no-console",
        action="store_true",
        help="what is said goes into decroche.log of the data folder, a refusal into the browser",
    )
