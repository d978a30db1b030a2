#!/usr/bin/env python3
"""The vocabulary of the deep tier, cut down from that of the base model, and its reference tokenisation.

usage: wordpiece.py trim BASE.txt TEXTS.jsonl... > corpus/deep.vocabulary.txt
       wordpiece.py cases < texts.txt > tests/oracles/deep_tokens.jsonl

`src/stance/deep/wordpiece.rs` does the same in Rust; `tests/oracles/deep_tokens.jsonl` holds cases made by this module with the
library `tokenizers`. A text is cleaned, lower-cased and stripped of accents as BERT does it; words are runs of letters, digits
and marks, every other visible character stands alone; a word becomes the longest pieces that the vocabulary has.
"""

import json
import sys
import unicodedata
from pathlib import Path

from tokenizers import Regex, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import Sequence, Split, WhitespaceSplit

PAD, UNKNOWN, START, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
# What stands for a name: the two actors of a pair, the target of a tone, further mentions of each, other names.
MARKERS = ["[first]", "[second]", "[first again]", "[second again]", "[target]", "[target again]", "[name]"]
SPECIAL = [PAD, UNKNOWN, START, END, *MARKERS]
FIRST, SECOND, FIRST_AGAIN, SECOND_AGAIN, TARGET, TARGET_AGAIN, NAME = range(4, 4 + len(MARKERS))
LONGEST_WORD = 100
SIZE = 24_000  # tokens of the vocabulary
VOCABULARY = Path(__file__).resolve().parent.parent.parent / "corpus" / "deep.vocabulary.txt"


def plain(token):
    """Whether a token is made of what English texts use: Latin letters, digits, punctuation, signs of money."""
    return all(ord(c) < 0x250 or unicodedata.category(c)[0] in "PS" for c in token.removeprefix("##"))


def trim(base, texts, size):
    """The tokens to keep: all that `texts` use, all single characters and pieces in use, then the most frequent.

    `base` is the base model's vocabulary in its order, which puts frequent words first. Returns tokens in the
    order of their new numbers, the special ones first, at most `size`.
    """
    whole = tokenizer({token: i for i, token in enumerate(base)})
    used = set()
    for text in texts:
        used.update(whole.encode(text, add_special_tokens=False).tokens)
    kept = [t for t in base if plain(t) and (t in used or len(t.removeprefix("##")) == 1) and t not in SPECIAL]
    known = set(kept) | set(SPECIAL)
    for token in base:
        if len(kept) + len(SPECIAL) >= size:
            break
        if token not in known and plain(token) and not token.startswith("[unused"):
            kept.append(token)
    order = {token: i for i, token in enumerate(base)}
    return SPECIAL + sorted(kept, key=order.get)


def tokenizer(numbers):
    """A tokenizer over a map from token to number."""
    made = Tokenizer(WordPiece(numbers, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD))
    made.normalizer = BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
    made.pre_tokenizer = Sequence([WhitespaceSplit(), Split(Regex(r"[^\p{Alphabetic}\p{N}\p{M}]"), "isolated")])
    return made


def read(path):
    """A tokenizer over a vocabulary with one token a line."""
    with open(path, encoding="utf-8") as lines:
        return tokenizer({token.rstrip("\n"): i for i, token in enumerate(lines)})


def main():
    if sys.argv[1:2] == ["trim"]:
        with open(sys.argv[2], encoding="utf-8") as lines:
            base = [line.rstrip("\n") for line in lines]
        texts = [json.loads(line)["text"] for path in sys.argv[3:] for line in open(path, encoding="utf-8") if line.strip()]
        print("\n".join(trim(base, texts, SIZE)))
    elif sys.argv[1:2] == ["cases"]:
        made = read(VOCABULARY)
        for line in sys.stdin:
            text = json.loads(line)
            print(json.dumps({"text": text, "ids": made.encode(text, add_special_tokens=False).ids}))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
