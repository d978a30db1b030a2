#!/usr/bin/env python3
"""Draws the strongest edges of a network that demarche has written, as SVG or PNG.

    pip install networkx matplotlib
    demarche analyze corpus/articles.jsonl -o out
    scripts/draw_network.py out -o corpus/network.svg

Nodes: area by the number of articles, colour by community. Edges: width by weight (articles in which both appear),
colour by the attitude between the two as the sentences express it, blue for positive and red for negative; grey where
fewer than three articles say something. Only edges that chance does not explain (Q) are drawn. The same tables give the
same bytes.
"""

import argparse
import csv
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import networkx as nx  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402

COMMUNITY_COLOURS = ["#8da0cb", "#fc8d62", "#66c2a5", "#ffd92f", "#e78ac3", "#a6d854", "#e5c494", "#b3b3b3"]
COLD, WARM, UNKNOWN = "#b2182b", "#2166ac", "#b0b0b0"
LEAST_ARTICLES_FOR_COLOUR = 3
# Inches: the picture, the height of a label with room for its node, the width of a letter.
WIDTH, HEIGHT, LINE, LETTER = 13.0, 9.5, 0.55, 0.085


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(cell):
    return float(cell) if cell else None


def read(folder, most_edges, largest_q):
    """The graph to draw, the graph of all edges between its nodes (for the layout), and the actors."""
    actors = {row["Id"]: row for row in rows(folder / "actors.csv")}
    all_edges = rows(folder / "edges.csv")
    edges = [row for row in all_edges if row["Q"] and float(row["Q"]) <= largest_q]
    edges.sort(key=lambda row: (-int(row["Weight"]), float(row["Q"]), row["Source"], row["Target"]))
    graph, around = nx.Graph(), nx.Graph()
    for row in edges[:most_edges]:
        graph.add_edge(
            row["Source"],
            row["Target"],
            weight=int(row["Weight"]),
            stance=number(row["Stance"]),
            judged=int(row["StanceArticles"]),
        )
    around.add_nodes_from(sorted(graph.nodes))
    for row in all_edges:
        if row["Source"] in graph and row["Target"] in graph:
            pull = 0.15 + max(number(row["NPMI"]) or 0.0, 0.0)
            around.add_edge(row["Source"], row["Target"], pull=pull * int(row["Weight"]) ** 0.5)
    return graph, around, actors


def edge_colour(edge):
    if edge["stance"] is None or edge["judged"] < LEAST_ARTICLES_FOR_COLOUR:
        return UNKNOWN
    # From grey (0) to full colour (0.3 and beyond).
    share = min(abs(edge["stance"]) / 0.3, 1.0)
    ends = matplotlib.colors.to_rgb(UNKNOWN), matplotlib.colors.to_rgb(WARM if edge["stance"] > 0 else COLD)
    return tuple(a + (b - a) * share for a, b in zip(*ends))


def places(around, widths, seed):
    """Whoever appears together stands together; labels are then moved apart until they are legible."""
    found = nx.spring_layout(around, weight="pull", k=1.6 / len(around) ** 0.5, seed=seed, iterations=300)
    names = sorted(found)
    place = {name: [found[name][0] * WIDTH / 2.2, found[name][1] * HEIGHT / 2.2] for name in names}
    for _ in range(400):
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                dx, dy = place[b][0] - place[a][0], place[b][1] - place[a][1]
                over_x = (widths[a] + widths[b]) / 2 - abs(dx)
                over_y = LINE - abs(dy)
                if over_x > 0 and over_y > 0:
                    # Along the shorter way out, half each.
                    axis, over, sign = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
                    step = 0.26 * over * (1 if sign >= 0 else -1)
                    place[a][axis] -= step
                    place[b][axis] += step
    return place


def draw(graph, around, actors, path, seed):
    plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "demarche", "font.family": "sans-serif"})
    figure, axes = plt.subplots(figsize=(WIDTH, HEIGHT), layout="constrained")
    nodes, edges = sorted(graph.nodes), sorted(graph.edges, key=lambda e: graph.edges[e]["weight"])
    widths = {n: 0.3 + LETTER * len(actors[n]["Label"]) for n in nodes}
    position = places(around, widths, seed)
    heaviest = max(graph.edges[e]["weight"] for e in edges)
    nx.draw_networkx_edges(
        graph,
        position,
        edgelist=edges,
        width=[0.8 + 7 * graph.edges[e]["weight"] / heaviest for e in edges],
        edge_color=[edge_colour(graph.edges[e]) for e in edges],
        alpha=0.75,
        ax=axes,
    )
    community = [int(actors[n]["Community"] or 0) for n in nodes]
    nx.draw_networkx_nodes(
        graph,
        position,
        nodelist=nodes,
        node_size=[80 + 11 * int(actors[n]["Articles"]) for n in nodes],
        node_color=[COMMUNITY_COLOURS[(c - 1) % len(COMMUNITY_COLOURS)] for c in community],
        edgecolors="#404040",
        linewidths=0.7,
        ax=axes,
    )
    for node in nodes:
        x, y = position[node]
        axes.annotate(
            actors[node]["Label"],
            (x, y),
            ha="center",
            va="center",
            fontsize=8.5,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.65},
        )
    lines = [
        Line2D([], [], color=WARM, lw=4, label="warm"),
        Line2D([], [], color=COLD, lw=4, label="cold"),
        Line2D([], [], color=UNKNOWN, lw=4, label="neither, or too few articles"),
    ]
    axes.legend(handles=lines, loc="lower right", frameon=False, title="attitude between the two")
    axes.margins(0.06)
    axes.axis("off")
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None, dpi=110)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="folder with actors.csv and edges.csv")
    parser.add_argument("-o", "--output", type=Path, required=True, help="picture: .svg or .png")
    parser.add_argument("--edges", type=int, default=90, help="edges drawn at most (90)")
    parser.add_argument("--q", type=float, default=0.05, help="largest Q of an edge that is drawn (0.05)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the layout (1)")
    args = parser.parse_args()
    graph, around, actors = read(args.folder, args.edges, args.q)
    if not graph:
        parser.error(f"no edge in {args.folder}/edges.csv has Q up to {args.q}")
    draw(graph, around, actors, args.output, args.seed)


if __name__ == "__main__":
    main()
