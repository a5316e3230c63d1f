"""The data room: what the annotated reports are, whether they are right, how they are parted, and other tools' formats.

    sources, standoff   annotation files and their texts: lines in, records out
    check               the validator; values, digits and exclusions are its rules, findings what it finds
    stats               how many reports, facts, links and words there are
    splits, minhash     fixed parts for training, validation and test; near-duplicates
    marks, formats      records to and from DocBin, CoNLL, brat, Label Studio and `datasets`

Nothing is imported here: each command loads what it needs.
"""
