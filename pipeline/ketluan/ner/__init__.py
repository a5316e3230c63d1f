"""Plain named-entity recognition on files of columns: a tagger over any encoder, trained and scored as others are.

columns   sentences of words and tags from a file       training   a tagger taught by them, its checkpoints
tagger    the network, and what it says of sentences    scores     entity-level precision, recall and F1
folder    a trained tagger on disk, whole or refused    build      all of it, to a folder with its card
"""
