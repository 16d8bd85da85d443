import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

const target = "../egov_forms/static/egov_forms/egov-conditions";

await build({
  entryPoints: ["conditions.js"],
  outfile: `${target}.js`,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  banner: { js: "/* Contains @marcbachmann/cel-js, MIT: see egov-conditions.LICENSE.txt */" },
});
await copyFile("node_modules/@marcbachmann/cel-js/LICENSE", `${target}.LICENSE.txt`);
