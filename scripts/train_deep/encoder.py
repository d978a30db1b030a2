"""A small BERT with three heads: two directed questions of six classes each for a pair, one of three for a tone."""

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import wordpiece as wp

LONGEST = 128  # tokens of a question
HEADS = 12
GENERIC = ["person", "government", "leader", "country", "party", "official"]


class Layer(nn.Module):
    """One layer: attention, then a feed-forward net, each followed by a normalisation."""

    def __init__(self, width, inner, drop):
        super().__init__()
        self.drop = drop
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, width))
        x = self.norm1(x + F.dropout(seen, self.drop, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.drop, self.training))


class Encoder(nn.Module):
    """Word vectors stay as the base model has them; those of the markers, layers and heads are learned."""

    def __init__(self, words, width=384, layers=6, inner=1536, drop=0.1):
        super().__init__()
        self.drop = drop
        self.words = nn.Embedding(words, width)
        self.words.weight.requires_grad_(False)
        self.markers = nn.Parameter(torch.zeros(len(wp.MARKERS), width))
        self.places = nn.Embedding(LONGEST, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList([Layer(width, inner, drop) for _ in range(layers)])
        self.pair = nn.ModuleList([nn.Linear(3 * width, width), nn.Linear(width, 12)])
        self.tone = nn.ModuleList([nn.Linear(2 * width, width), nn.Linear(width, 3)])
        for head in (*self.pair, *self.tone):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, ids, mask, places, task, frozen=0):
        """Logits: a pair's (batch, 12), first to second then back; a tone's (batch, 3).

        The lowest `frozen` layers, and the vectors below them, are left as they are.
        """
        with torch.set_grad_enabled(torch.is_grad_enabled() and frozen == 0):
            x = self.embed(ids)
            for layer in self.layers[:frozen]:
                x = layer(x, mask[:, None, None, :])
        for layer in self.layers[frozen:]:
            x = layer(x, mask[:, None, None, :])
        rows = torch.arange(len(ids))
        first, second, whole = x[rows, places[:, 0]], x[rows, places[:, 1]], x[:, 0]
        seen = torch.cat([first, second, whole] if task == "pair" else [first, whole], 1)
        inner, outer = self.pair if task == "pair" else self.tone
        return outer(F.dropout(F.gelu(inner(seen)), self.drop, self.training))

    def embed(self, ids):
        """Vectors of tokens and places."""
        x = self.words(ids)
        marked = (ids >= wp.FIRST) & (ids <= wp.NAME)
        x = torch.where(marked[..., None], self.markers[(ids - wp.FIRST).clamp(0, len(wp.MARKERS) - 1)], x)
        x = self.norm(x + self.places.weight[: ids.shape[1]])
        return F.dropout(x, self.drop, self.training)


def from_base(weights, base, kept, drop=0.1):
    """The encoder with the base model's weights (`weights` a safetensors file, `base` its vocabulary)."""
    w = load_file(weights)
    number = {token: i for i, token in enumerate(base)}
    table = w["embeddings.word_embeddings.weight"]
    model = Encoder(len(kept), drop=drop)
    generic = table[[number[word] for word in GENERIC]].mean(0)
    noise = torch.Generator().manual_seed(0)
    with torch.no_grad():
        model.words.weight.copy_(torch.stack([table[number[t]] if t in number else generic for t in kept]))
        model.markers.copy_(generic + torch.randn(model.markers.shape, generator=noise) * table.std() * 0.5)
        model.places.weight.copy_((w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])[:LONGEST])
        model.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        model.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(model.layers):
            for kind in ("weight", "bias"):
                get = lambda name: w[f"encoder.layer.{i}.{name}.{kind}"]
                getattr(layer.qkv, kind).copy_(torch.cat([get(f"attention.self.{x}") for x in ("query", "key", "value")]))
                getattr(layer.out, kind).copy_(get("attention.output.dense"))
                getattr(layer.norm1, kind).copy_(get("attention.output.LayerNorm"))
                getattr(layer.up, kind).copy_(get("intermediate.dense"))
                getattr(layer.down, kind).copy_(get("output.dense"))
                getattr(layer.norm2, kind).copy_(get("output.LayerNorm"))
    return model


def collate(rows, batch):
    """Tensors of a batch, padded to its longest question."""
    length = max(len(rows[i]["ids"]) for i in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    mask = torch.zeros(len(batch), length, dtype=torch.bool)
    for at, i in enumerate(batch):
        own = rows[i]["ids"]
        ids[at, : len(own)] = torch.tensor(own)
        mask[at, : len(own)] = True
    return ids, mask, torch.tensor([rows[i]["places"] for i in batch])


@torch.no_grad()
def predict(model, rows, size=64):
    """Probabilities of each question: 12 numbers for a pair (two questions of six), 3 for a tone."""
    model.eval()
    out = [None] * len(rows)
    for task, classes in (("pair", 6), ("tone", 3)):
        order = sorted((i for i, row in enumerate(rows) if row["task"] == task), key=lambda i: len(rows[i]["ids"]))
        for at in range(0, len(order), size):
            batch = order[at : at + size]
            logits = model(*collate(rows, batch), task).view(len(batch), -1, classes)
            for i, one in zip(batch, torch.softmax(logits, -1).flatten(1).numpy(), strict=True):
                out[i] = np.asarray(one)
    return out
