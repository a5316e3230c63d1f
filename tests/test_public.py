"""The public surface: a change here is a change that users see."""

import subprocess
import sys

import ketluan


def test_names():
    assert sorted(ketluan.__all__) == ["Document", "KetluanError", "Record", "__version__", "extract", "load"]
    assert all(hasattr(ketluan, name) for name in ketluan.__all__)


def test_import_loads_nothing_heavy():
    heavy = "{'spacy', 'underthesea', 'onnxruntime', 'torch', 'transformers', 'dateparser'}"
    code = f"import sys, ketluan; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
