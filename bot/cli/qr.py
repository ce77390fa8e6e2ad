"""The card for a desk: a QR code of a source's link, as SVG for printing and PNG for sending."""

import argparse
from contextlib import closing
from pathlib import Path

from bot.settings import DATABASE, place, read

NAME = "qr"
HELP = "make the desk card of a source: A6, in every language of the open survey, as SVG and PNG"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="of the source (nege source list)")
    parser.add_argument("--output", type=Path, default=Path(), metavar="DIR", help="where the two files go (default: here)")
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot.report.card import card, card_png
    from bot.store.engine import open_store
    from bot.usecases import recruitment
    from bot.usecases.recruitment import SourceError

    with closing(open_store(options.database)) as store, store.read() as tx:
        link, title = recruitment.named(tx, options.code).link, recruitment.title(tx)
    svg = card(link, title)
    files = {options.output / f"{options.code}.svg": svg.encode(), options.output / f"{options.code}.png": card_png(svg)}
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            path.write_bytes(content)
            print(path)
    except OSError as error:
        where = f"the card cannot be written to {options.output}: {error.strerror}"
        raise SourceError(f"{where}. Name another folder (--output).") from None
    return 0
