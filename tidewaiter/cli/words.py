"""`tidewaiter words`: new code words."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput

app = command_app(
    help="New code words: find them in what is stored, accept or reject them.",
    no_args_is_help=True,
    epilog="Example: tidewaiter words discover --limit 20",
)

Word = Annotated[str, typer.Argument(help="The word.", show_default=False)]


@app.command(epilog="Example: tidewaiter words discover --json > proposals.jsonl")
def discover(
    limit: Annotated[int, typer.Option(help="How many proposals at most.", min=1, max=1000)] = 60,
    min_listings: Annotated[
        int, typer.Option(help="In how many suspicious listings, of different sellers, a word must stand.", min=2)
    ] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Propose words that stand where goods words stand, in listings that read like those with goods words."""
    from matchers.catalogue import load_goods, rejected_words
    from matchers.discover import discover as find

    settings = settings_of_call()
    known = rejected_words(settings.home_path)
    for goods in load_goods(settings.home_path):
        known += [term for terms in goods.terms.values() for term in terms] + [code.word for code in goods.code_words]
    with index_of(settings) as index:
        proposals = find(index.all_listings(), known=known, limit=limit, min_listings=min_listings)
    for proposal in proposals:
        if as_json:
            print_json(proposal)
        else:
            print(f"{proposal.word:<12} {proposal.goods:<20} {proposal.score:6.2f}  in {proposal.listings} listings")
            for sentence in proposal.sentences:
                print(f"    {sentence}")
    if not proposals:
        note("No proposals: too few listings with goods words are stored, or nothing stands out.")


@app.command(epilog="Example: tidewaiter words accept 琶翠 --goods antiquities --since 2026 --needs 墓,坑")
def accept(
    word: Word,
    goods: Annotated[str, typer.Option(help="Id of the goods that it stands for.")],
    since: Annotated[str | None, typer.Option(help="Since when it is used, as a year or date.")] = None,
    source: Annotated[str, typer.Option(help="Who says so.")] = "tidewaiter words discover",
    needs: Annotated[str | None, typer.Option(help="Context words, separated by commas, one of which it needs.")] = None,
) -> None:
    """Write a code word into your catalogue (HOME/goods); `tidewaiter goods add` then looks back for it."""
    from matchers.catalogue import accept_code_word
    from tidewaiter.goods import CodeWord

    if not word.strip():
        raise InvalidInput("WORD: is empty", do="Give the word to accept.")
    context = tuple(part.strip() for part in (needs or "").split(",") if part.strip())
    code = CodeWord(word=word.strip(), needs=context, source=source, since=since)
    path = accept_code_word(settings_of_call().home, goods, code)
    note(f"Written to {path}. To look for it in all that is stored: tidewaiter goods add {path}")


@app.command(epilog="Example: tidewaiter words reject 隐私发货")
def reject(word: Word) -> None:
    """Never propose a word again."""
    from matchers.catalogue import reject_word

    reject_word(settings_of_call().home, word.strip())
