from __future__ import annotations

import subprocess
import sys

import pytest

from tidewaiter.cli.main import COMMANDS, main

HEAVY = ("torch", "cv2", "scrapy", "playwright", "sentence_transformers", "onnxruntime", "elasticsearch", "networkx")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0

    out = capsys.readouterr().out
    assert "Usage: tidewaiter" in out
    assert "xample" in out


def test_a_wrong_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serach"]) == 2
    assert "serach" in capsys.readouterr().err


def test_no_command_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    main([])

    shown = capsys.readouterr()
    assert "capture" in shown.out + shown.err


def test_a_wrong_setting_is_wrong_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TIDEWAITER_DELAY", "soon")

    assert main(["settings"]) == 2
    assert "TIDEWAITER_DELAY" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_loads_no_heavy_library(command: str) -> None:
    """What a command imports before it runs decides how fast it answers; a timed test would only be flaky."""
    code = (
        "import sys; from tidewaiter.cli.main import main; main([sys.argv[1], '--help']); "
        f"sys.exit(','.join(name for name in {HEAVY!r} if name in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code, command], capture_output=True, text=True, timeout=60)

    assert done.stderr.strip() == ""
