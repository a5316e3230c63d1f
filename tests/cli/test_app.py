"""The command line as a whole."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ketluan import __version__
from ketluan.cli import app

COMMANDS = ("extract", "show", "normalize", "evaluate", "schema", "train", "data")


def test_version():
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"ketluan {__version__}\n")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(option):
    result = CliRunner().invoke(app, [option])
    assert result.exit_code == 0
    assert all(command in result.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


def test_help_loads_no_model_code():
    code = (
        "import sys\n"
        "from ketluan.cli import app\n"
        "try:\n    app(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "print(sorted({'spacy', 'underthesea', 'onnxruntime', 'torch', 'dateparser'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_an_unknown_command():
    assert CliRunner().invoke(app, ["conclude"]).exit_code == 2
