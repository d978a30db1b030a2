#!/usr/bin/env python3
"""Writes the deep tier's file: the network with whole numbers for weights, as ONNX.

usage: export.py DIR OUTPUT

DIR holds deep.safetensors and deep.vocabulary.txt as train.py writes them; OUTPUT is corpus/deep.onnx (the
vocabulary is copied beside it as corpus/deep.vocabulary.txt). Weights have a scale of their own for each output and
seven bits: products of pairs then fit into 16 bits, so that processors without dot products of bytes compute the
same sums. Activations are quantised when the network runs, with one scale for each matrix. The bytes depend on
nothing but the input.
"""

import os
import shutil
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper
from safetensors.numpy import load_file

import wordpiece as wp

HEADS = 12
LARGEST = 63


class Graph:
    """Nodes and constants of a network under construction."""

    def __init__(self):
        self.nodes, self.constants = [], {}

    def constant(self, name, value):
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def __call__(self, op, *inputs, name=None, outputs=1, **attributes):
        base = name or f"{op}{len(self.nodes)}"
        out = [base] if outputs == 1 else [f"{base}.{i}" for i in range(outputs)]
        self.nodes.append(h.make_node(op, list(inputs), out, name=base, **attributes))
        return out[0] if outputs == 1 else out

    def linear(self, quantised, name, weight, bias):
        """A matrix product of bytes; `quantised` is what `bytes` returned, `weight` (outputs, inputs)."""
        values, scale, zero = quantised
        scales = np.maximum(np.abs(weight).max(1), 1e-12) / LARGEST
        whole = np.clip(np.rint(weight / scales[:, None]), -LARGEST, LARGEST).astype(np.int8)
        sums = self("MatMulInteger", values, self.constant(name + ".weight", whole.T), zero)
        factor = self("Mul", scale, self.constant(name + ".scale", scales.astype(np.float32)))
        product = self("Mul", self("Cast", sums, to=T.FLOAT), factor)
        return self("Add", product, self.constant(name + ".bias", bias.astype(np.float32)))

    def bytes(self, x):
        return self("DynamicQuantizeLinear", x, outputs=3)

    def norm(self, x, w, name):
        scale, bias = (self.constant(f"{name}.{kind}", w[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        return self("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)


def words(g, w):
    """Vectors of the tokens plus those of their places."""
    table = w["words.weight"].copy()
    table[wp.FIRST : wp.NAME + 1] = w["markers"]
    scales = np.maximum(np.abs(table).max(1), 1e-12) / 127
    whole = np.clip(np.rint(table / scales[:, None]), -127, 127).astype(np.int8)
    rows = g("Cast", g("Gather", g.constant("words", whole), "ids", axis=0), to=T.FLOAT)
    rows = g("Mul", rows, g("Gather", g.constant("words.scale", scales.astype(np.float32)[:, None]), "ids", axis=0))
    length = g("Shape", "ids", start=1, end=2)
    zero, axis = g.constant("zero", np.array([0])), g.constant("axis", np.array([0]))
    places = g("Slice", g.constant("places.weight", w["places.weight"]), zero, length, axis)
    return g.norm(g("Add", rows, places), w, "norm")


def layer(g, w, x, name):
    """One layer: attention, feed-forward net."""
    get = lambda part: (w[f"{name}.{part}.weight"], w[f"{name}.{part}.bias"])
    width = w[f"{name}.out.bias"].shape[0]
    weight, bias = (value.copy() for value in get("qkv"))
    weight[:width] *= (width // HEADS) ** -0.5
    bias[:width] *= (width // HEADS) ** -0.5
    split = g.constant("split", np.array([width] * 3))
    q, k, v = g("Split", g.linear(g.bytes(x), f"{name}.qkv", weight, bias), split, outputs=3, axis=-1)
    heads, joined = g.constant("heads", np.array([0, 0, HEADS, width // HEADS])), g.constant("joined", np.array([0, 0, width]))
    q, k, v = (g("Transpose", g("Reshape", part, heads), perm=perm) for part, perm in ((q, (0, 2, 1, 3)), (k, (0, 2, 3, 1)), (v, (0, 2, 1, 3))))
    seen = g("MatMul", g("Softmax", g("MatMul", q, k), axis=-1), v)
    seen = g("Reshape", g("Transpose", seen, perm=(0, 2, 1, 3)), joined)
    x = g.norm(g("Add", x, g.linear(g.bytes(seen), f"{name}.out", *get("out"))), w, f"{name}.norm1")
    inner = g("Gelu", g.linear(g.bytes(x), f"{name}.up", *get("up")))
    return g.norm(g("Add", x, g.linear(g.bytes(inner), f"{name}.down", *get("down"))), w, f"{name}.norm2")


def head(g, w, x, name, shape):
    """Probabilities from the vectors of the markers and of the whole."""
    inner = g("Gelu", g.linear(g.bytes(x), f"{name}.0", w[f"{name}.0.weight"], w[f"{name}.0.bias"]))
    weight, bias = (g.constant(f"{name}.1.{kind}", value) for kind, value in (("weight", w[f"{name}.1.weight"].T), ("bias", w[f"{name}.1.bias"])))
    logits = g("Add", g("MatMul", inner, weight), bias)
    return g("Softmax", g("Reshape", logits, g.constant(name + ".shape", np.array(shape))), name=name, axis=-1)


def network(w):
    """The whole network: ids (questions, tokens) and places (questions, 2, 1) to probabilities."""
    g = Graph()
    x = words(g, w)
    layers = 1 + max(int(name.split(".")[1]) for name in w if name.startswith("layers."))
    for i in range(layers):
        x = layer(g, w, x, f"layers.{i}")
    width = w["norm.bias"].shape[0]
    asked = g("GatherND", x, "places", batch_dims=1)
    first, second = g("Split", asked, g.constant("ends", np.array([1, 1])), outputs=2, axis=1)
    whole = g("Gather", x, g.constant("begin", np.array([0])), axis=1)
    flat = lambda parts: g("Reshape", g("Concat", *parts, axis=1), g.constant(f"flat{len(parts)}", np.array([-1, len(parts) * width])))
    head(g, w, flat((first, second, whole)), "pair", (-1, 2, 6))
    head(g, w, flat((first, whole)), "tone", (-1, 3))
    inputs = [h.make_tensor_value_info("ids", T.INT64, ("questions", "tokens")), h.make_tensor_value_info("places", T.INT64, ("questions", 2, 1))]
    outputs = [h.make_tensor_value_info("pair", T.FLOAT, ("questions", 2, 6)), h.make_tensor_value_info("tone", T.FLOAT, ("questions", 3))]
    graph = h.make_graph(g.nodes, "deep", inputs, outputs, list(g.constants.values()))
    return h.make_model(graph, opset_imports=[h.make_opsetid("", 20)], ir_version=9, producer_name="demarche")


def main():
    folder, output = sys.argv[1:3]
    model = network(load_file(os.path.join(folder, "deep.safetensors")))
    onnx.checker.check_model(model)
    with open(output, "wb") as out:
        out.write(model.SerializeToString(deterministic=True))
    beside = os.path.join(os.path.dirname(output) or ".", "deep.vocabulary.txt")
    if os.path.abspath(beside) != os.path.abspath(os.path.join(folder, "deep.vocabulary.txt")):
        shutil.copy(os.path.join(folder, "deep.vocabulary.txt"), beside)
    print(f"{output}: {os.path.getsize(output)} bytes")


if __name__ == "__main__":
    main()
