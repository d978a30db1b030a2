// Reads network.gexf and network.graphml with graphology and prints what it sees as JSON, for validate_exports.py.
//
//     npm install graphology graphology-gexf graphology-graphml     (in a folder of its own)
//     node scripts/read_graphs.mjs FOLDER OUT
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [modules, folder] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "package.json"));
// Takes files with and without edges; without, graphology cannot tell that they are undirected.
const { Graph } = require("graphology");
const readers = { gexf: require("graphology-gexf"), graphml: require("graphology-graphml") };
const seen = {};
for (const [format, reader] of Object.entries(readers)) {
  const path = join(folder, `network.${format}`);
  if (!existsSync(path)) continue;
  const text = readFileSync(path, "utf-8");
  // graphology-gexf 0.13 keeps only the last list of edge attributes, so it cannot read static and dynamic ones side by side.
  if (format === "gexf" && text.includes('mode="dynamic"')) {
    seen[format] = null;
    continue;
  }
  const graph = reader.parse(Graph, text);
  seen[format] = {
    nodes: graph.mapNodes((id, attributes) => ({ id, ...attributes })),
    edges: graph.mapEdges((_, attributes, source, target) => ({ source, target, weight: attributes.weight })),
  };
}
console.log(JSON.stringify(seen));
