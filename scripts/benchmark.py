"""Measure Ketluan beside underthesea on the same reports, in one run, on one core.

    python scripts/benchmark.py [PATH…] [--rounds N] [--json]

Three contestants read every report in turn (A B C A B C …): the whole pipeline of Ketluan, `underthesea.ner` and
`underthesea.word_tokenize`. A fresh process that runs `ketluan extract` over the reports gives the peak memory and the
time from its start to its first record. Last the stages of the pipeline are timed one by one, to see where time goes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketluan.document import Document

CORPUS = Path(__file__).parent.parent / "corpus" / "texts"
EVERY = 12  # of the corpus, so many apart: underthesea.ner needs a second for each report
THREAD_SETTINGS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
COMMAND = [sys.executable, "-c", "from ketluan.cli import app; app()"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="*", help="texts, .jsonl files or folders; by default a sample of the corpus")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contestant reads everything")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")
    arguments = parser.parse_args()
    paths = arguments.paths or [str(path) for path in sorted(CORPUS.glob("*.txt"))[::EVERY]]
    if arguments.rounds < 1:
        parser.error("--rounds must be 1 or more")
    take_one_core()
    # Before anything heavy is imported: a child's peak counts the memory of the process it was forked from.
    fresh = measure_fresh_process(paths)
    documents = read_documents(paths)
    if not documents:
        parser.error(f"no reports in {', '.join(paths)}")
    rates = measure_rates(documents, contestants(), arguments.rounds)
    shares = measure_stages(documents)
    report(documents, rates, fresh, shares, as_json=arguments.json)


def take_one_core() -> None:
    """Bind this process and its children to one core and their libraries to one thread."""
    if hasattr(os, "sched_setaffinity"):  # Linux; elsewhere the thread settings have to do
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for name in THREAD_SETTINGS:
        os.environ[name] = "1"


def measure_fresh_process(paths: Sequence[str]) -> dict[str, float]:
    """Peak memory in MB of a process that extracts all reports, and its seconds until the first record."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, "extract", *paths, "-o", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    seconds = time.perf_counter() - start
    if not first:
        raise SystemExit(f"`ketluan extract` wrote no record (exit code {process.wait()})")
    for _ in process.stdout:
        pass
    _, _, usage = os.wait4(process.pid, 0)
    unit = 1 if sys.platform == "darwin" else 1024
    return {"first_record_s": seconds, "peak_memory_mb": usage.ru_maxrss * unit / 1e6}


def read_documents(paths: Sequence[str]) -> list[Document]:
    """The reports that can be read."""
    from ketluan.document import Document
    from ketluan.read import read_paths

    return [item for item in read_paths(paths) if isinstance(item, Document)]


def contestants() -> dict[str, Callable[[Document], object]]:
    """What is compared, by name."""
    import underthesea

    from ketluan.cli.extract import make_extractor

    extractor = make_extractor()
    return {
        "ketluan": extractor.extract,
        "underthesea.ner": lambda document: underthesea.ner(document.text),
        "underthesea.word_tokenize": lambda document: underthesea.word_tokenize(document.text),
    }


def measure_rates(
    documents: Sequence[Document], runners: dict[str, Callable[[Document], object]], rounds: int
) -> dict[str, list[float]]:
    """Articles per second of each contestant in each round; each has read one report before, to load what it needs."""
    for runner in runners.values():
        runner(documents[0])
    rates: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(rounds):
        for name, runner in runners.items():
            start = time.perf_counter()
            for document in documents:
                runner(document)
            rates[name].append(len(documents) / (time.perf_counter() - start))
    return rates


def measure_stages(documents: Sequence[Document]) -> dict[str, float]:
    """The share of the pipeline's time that each stage takes; the network's own is told apart from decoding."""
    from ketluan.pipeline import load

    seconds: defaultdict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def run(given: Any) -> Any:
            start = time.perf_counter()
            done = work(given)
            seconds[stage] += time.perf_counter() - start
            return done

        return run

    nlp = load()
    component: Any = nlp.get_pipe("ketluan_model")
    analyser = component.analyser
    analyser.run = timed("network", analyser.run)
    for document in documents:
        doc = timed("words and sentences", nlp.make_doc)(document.text)
        doc._.document = document
        for name, step in nlp.pipeline:
            timed(name, step)(doc)
    total = sum(seconds.values()) - seconds["network"]
    seconds["features and decoding"] = seconds.pop("ketluan_model") - seconds["network"]
    return {stage.removeprefix("ketluan_"): spent / total for stage, spent in seconds.items()}


def report(
    documents: Sequence[Document],
    rates: dict[str, list[float]],
    fresh: dict[str, float],
    shares: dict[str, float],
    *,
    as_json: bool,
) -> None:
    """Print medians, and Ketluan's rate over each other's as the median of the rounds' ratios."""
    medians = {name: statistics.median(values) for name, values in rates.items()}
    ratios = {
        name: statistics.median(ours / theirs for ours, theirs in zip(rates["ketluan"], values, strict=True))
        for name, values in rates.items()
        if name != "ketluan"
    }
    if as_json:
        summary = {
            "articles": len(documents),
            "characters": sum(len(document.text) for document in documents),
            "articles_per_second": medians,
            "rounds": rates,
            "ketluan_over": ratios,
            "stages": shares,
            **fresh,
        }
        print(json.dumps(summary, indent=2))
        return
    length = sum(len(document.text) for document in documents) / len(documents)
    print(f"{len(documents)} articles of {length:.0f} characters, one core, {len(rates['ketluan'])} rounds")
    for name, rate in medians.items():
        spread = f"{min(rates[name]):.2f} to {max(rates[name]):.2f}"
        print(f"{name:28}{rate:8.2f} articles/s ({spread})")
    for name, ratio in ratios.items():
        print(f"{'ketluan / ' + name:38}{ratio:6.2f} times")
    print(f"{'first record of a fresh process':38}{fresh['first_record_s']:6.2f} s")
    print(f"{'peak memory of a fresh process':38}{fresh['peak_memory_mb']:6.0f} MB")
    for stage, share in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"{'time in ' + stage:38}{share:6.1%}")


if __name__ == "__main__":
    main()
