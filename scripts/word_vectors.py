"""Train skip-gram vectors of words on news, for the model to see words that the annotated texts lack.

    python scripts/word_vectors.py --news news.txt.xz --out vectors.npz --articles 30000

Of the news it takes the articles nearest to the genre: those that speak of meetings, bodies and officials. Words are
those of the pipeline's tokenizer in the form of `ketluan.model.features.word_key` (lower case, tone placement unified,
digits as 0). Method: skip-gram with negative sampling (Mikolov et al. 2013) as gensim implements it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from spacy.vocab import Vocab

from ketluan.model.features import word_key
from ketluan.tokenise.words import VietnameseTokenizer
from pretrain import articles

GENRE = re.compile(r"hội nghị|UBND|Ủy ban|Uỷ ban|Chủ tịch|Bí thư|Bộ trưởng|Thủ tướng|chỉ đạo|kế hoạch|Sở ")


class Sentences:
    """The segmented lines of the chosen articles, kept on disk so that every pass of the training reads them again."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[list[str]]:
        with open(self.path, encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n").split("\t")


def segment(news: Path, out: Path, limit: int) -> None:
    """Write the words of up to `limit` articles of the genre, one line of text a line, tabs between words."""
    tokenizer = VietnameseTokenizer(Vocab())
    taken = 0
    with open(out, "w", encoding="utf-8") as sink:
        for text in articles(news):
            if len(set(GENRE.findall(text))) < 2:
                continue
            for line in text.split("\n"):
                words = [word_key(token.text) for token in tokenizer(line) if not token.is_space]
                if words:
                    sink.write("\t".join(words) + "\n")
            taken += 1
            if taken == limit:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=30_000)
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--vocabulary", type=int, default=30_000)
    parser.add_argument("--passes", type=int, default=3)
    arguments = parser.parse_args()
    words = arguments.out.with_suffix(".words")
    segment(arguments.news, words, arguments.articles)
    model = Word2Vec(
        Sentences(words),
        vector_size=arguments.size,
        sg=1,
        window=5,
        negative=8,
        min_count=8,
        max_final_vocab=arguments.vocabulary,
        epochs=arguments.passes,
        workers=2,
        seed=1,
    )
    np.savez(arguments.out, words=np.array(model.wv.index_to_key), vectors=model.wv.vectors.astype(np.float16))
    print(f"{len(model.wv)} words of {model.corpus_total_words:,}")


if __name__ == "__main__":
    main()
