from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


def tidewaiter(arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The console script through a shell, so that streams can be closed and sent elsewhere."""
    command = f"{sys.executable} -m tidewaiter.cli.main {arguments}"
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, env={**os.environ, **environ}, check=False
    )


def test_results_that_cant_be_written_are_an_error_without_traceback() -> None:
    done = tidewaiter("settings > /dev/full")

    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_input_is_an_empty_one(tmp_path: Path) -> None:
    done = tidewaiter(f"--home {tmp_path} read --json <&-")

    assert (done.returncode, done.stderr) == (0, "")


def test_text_is_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("象牙 加微信 abc1234", "utf-8")

    done = tidewaiter(f"--home {tmp_path} read {file}", LANG="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert done.returncode == 0
    assert "象牙" in done.stdout
