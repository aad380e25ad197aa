"""`tidewaiter desk`."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, settings_of_call
from tidewaiter.errors import AlreadyRunning, InvalidInput

app = command_app()

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@app.command(epilog="Example: tidewaiter desk --port 8700")
def desk(
    host: Annotated[str, typer.Option(help="Address to serve on: of this machine only (127.0.0.1, ::1).")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port; 0: any free one.", min=0, max=65535)] = None,
) -> None:
    """Serve the analyst's web application on this machine until Ctrl-C."""
    if host not in LOOPBACK:
        raise InvalidInput(
            f"--host {host}: the desk has no users and roles yet, so it is served on this machine only",
            do="Use 127.0.0.1, and reach it from elsewhere through an SSH tunnel: ssh -L 8700:127.0.0.1:8700 HOST.",
        )
    settings = settings_of_call(desk_port=port)
    import uvicorn

    from desk.app import make_app

    bound = _bound(host, settings.desk_port)
    with index_of(settings) as index:
        server = uvicorn.Server(
            uvicorn.Config(make_app(settings, index), log_level="warning", access_log=False, server_header=False)
        )
        address = f"http://{'[::1]' if host == '::1' else host}:{bound.getsockname()[1]}/"
        note(f"The desk is at {address} (Ctrl-C ends it)")
        server.run(sockets=[bound])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise AlreadyRunning(
            f"port {port} of {host} can't be taken: {error.strerror}", do="Give another one: tidewaiter desk --port 0."
        ) from error
    return bound
