"""`tidewaiter ways`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.errors import InvalidInput
from tidewaiter.serialising import to_json

if TYPE_CHECKING:
    from matchers.lookup_hits import Answer
    from matchers.ways import Way, Ways

app = command_app()

_DO = 'One JSON object a line is wanted, as in {"id": "Q1", "way": "person_to_case", "query": {"name": "..."}, "want": "case"}.'


@app.command(epilog="Example: tidewaiter ways person_to_case lin888, or: tidewaiter ways --questions questions.jsonl")
def ways(
    way: Annotated[
        str | None,
        typer.Argument(
            help="case_to_person, person_to_case, enterprise_to_case, goods_to_case or case_to_case.", show_default=False
        ),
    ] = None,
    values: Annotated[
        list[str] | None, typer.Argument(help="A case, a handle or name or account, a firm, goods.", show_default=False)
    ] = None,
    questions: Annotated[Path | None, typer.Option(help="JSON Lines of questions: id, way, query, want.")] = None,
    want: Annotated[str | None, typer.Option(help="goods_to_case: listing (the default) or case.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Answers to one question at most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with the path to each answer.")] = False,
) -> None:
    """Ask the five ways: case to person, person to case, enterprise to case, goods to case, case to case."""
    if (questions is None) == (way is None):
        raise InvalidInput("ways: give either a way with a value, or --questions", do="`tidewaiter ways --help` has examples.")
    asked = list(_questions(questions)) if questions is not None else []
    if way is not None and not values:
        raise InvalidInput(f"{way}: no value", do="Give what is asked about: a case, a handle, a name, goods.")
    with index_of(settings_of_call()) as index:
        from matchers.ways import Ways
        from pipelines.asking import ask_value

        asker = Ways(index)
        for number, question in asked:
            _answer_line(asker, number, question, limit)
        for value in values or ():
            _show(value, ask_value(index, asker, str(way), value, want)[:limit], as_json=as_json)


def _questions(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(where, question) of each line. Raises `InvalidInput` with the line's number."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file}: {error}", do="Give a file of questions in UTF-8, one JSON object a line.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{file}:{number}"
        try:
            question = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InvalidInput(f"{where}: not JSON ({error})", do=_DO) from error
        if (
            not isinstance(question, dict)
            or not isinstance(question.get("query"), dict)
            or not isinstance(question.get("way"), str)
        ):
            raise InvalidInput(f"{where}: way or query is missing", do=_DO)
        if not all(isinstance(value, str) for value in question["query"].values()):
            raise InvalidInput(f"{where}: query: a value is no text", do=_DO)
        yield where, question


def _answer_line(asker: Ways, where: str, question: Mapping[str, Any], limit: int) -> None:
    from pipelines.asking import read_query

    way: Way = question["way"]
    want = question.get("want")
    try:
        found = asker.ask(way, read_query(question["query"]), want=want)
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error.what}", do=error.do) from error
    answers = [one for one in found if want in (None, one.kind)][:limit]
    print_json({"question": question.get("id", where), "answers": [_answer(one) for one in answers]})


def _answer(one: Answer) -> dict[str, Any]:
    path: dict[str, Any] = to_json(one)
    return path | {"probability": round(one.probability, 4)}


def _show(value: str, found: Sequence[Answer], *, as_json: bool) -> None:
    if as_json:
        print_json({"question": value, "answers": [_answer(one) for one in found]})
        return
    print(f"{value}: {len(found)} answers" if found else f"{value}: no answer")
    for one in found:
        print(f"  {one.probability:>5.2f}  {one.kind:<8} {one.id}")
        for signal in one.signals[:4]:
            print(f"           {' '.join(signal.why.split())}")
