"""The scorer: predicted records against gold records.

`facts` reduces a record to the facts that count, `match` says when two strings or spans agree, `counts` counts what
agrees in one report, and `scores` adds up the reports. `confidence` tells how far predicted probabilities hold.
"""

from ketluan.evaluate.counts import FACT_KINDS, LINK_KINDS, Count
from ketluan.evaluate.scores import Scores, evaluate, read_records

__all__ = ["FACT_KINDS", "LINK_KINDS", "Count", "Scores", "evaluate", "read_records"]
