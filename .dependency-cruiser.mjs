/** The layers of docs/architecture.md, checked. Imports go downwards only: cli → render, compare, assess, read, catalog, condition → model. */
const src = "^packages/demarc/src";

/** A rule that a folder may import only itself, those named, and packages. */
const only = (folder, allowed, comment) => ({
  name: `${folder}-imports`,
  comment,
  severity: "error",
  from: { path: `${src}/${folder}/`, pathNot: "\\.test\\.ts$" },
  to: {
    path: `${src}/|^catalog/src`,
    pathNot: [`${src}/(${[folder, ...allowed].join("|")})/`, "^catalog/src/types\\.ts$"],
  },
});

export default {
  forbidden: [
    {
      name: "no-circular",
      comment: "A circle means that two modules are one, or that something lies in the wrong place.",
      severity: "error",
      from: { pathNot: "read/terraform/(evaluate|functions)/" },
      to: { circular: true },
    },
    {
      name: "model-imports-nothing",
      comment: "The words everybody shares depend on nothing, so that they can be read and used alone.",
      severity: "error",
      from: { path: `${src}/model/`, pathNot: "\\.test\\.ts$" },
      to: { pathNot: `${src}/model/` },
    },
    only("condition", ["model"], "Conditions are CEL over values; they know neither services nor files."),
    only("catalog", ["model"], "The catalog is data with a loader; it does not know who asks."),
    only("assess", ["model", "catalog", "condition"], "The core is pure: inventory and catalog in, assessment out."),
    only(
      "compare",
      ["model", "catalog", "condition", "assess"],
      "Comparisons are made of assessments and of the catalog, never of files.",
    ),
    only("read", ["model"], "A reader knows its format and nothing of responsibility."),
    only(
      "render",
      ["model", "catalog", "compare", "assess", "text"],
      "A renderer turns data into text; it neither reads, prints nor exits.",
    ),
    only("text", [], "Text knows nothing of what it says."),
    {
      name: "readers-apart",
      comment: "A reader imports no other reader, so that one can be changed or left out alone.",
      severity: "error",
      from: { path: `${src}/read/(terraform|cloudformation|kubernetes|arm)/` },
      to: { path: `${src}/read/(terraform|cloudformation|kubernetes|arm)/`, pathNot: `${src}/read/$1/` },
    },
    {
      name: "effects-at-the-edge",
      comment:
        "Only cli/ (and the catalog's loader) touch files, processes and the clock: everything else can be tested and reused without them.",
      severity: "error",
      from: { path: src, pathNot: [`${src}/cli/`, `${src}/catalog/load\\.ts$`, "\\.test\\.ts$"] },
      to: { path: "^(node:)?(fs|child_process|http|https|net|os|process|worker_threads|timers)(/|$)" },
    },
    {
      name: "only-cli-prints-commands",
      comment: "commander is the command line's affair.",
      severity: "error",
      from: { path: src, pathNot: `${src}/cli/` },
      to: { path: "node_modules/commander" },
    },
    {
      name: "tests-are-not-imported",
      comment: "Code that ships does not lean on tests.",
      severity: "error",
      from: { pathNot: "\\.test\\.ts$|^test/" },
      to: { path: "\\.test\\.ts$" },
    },
    {
      name: "no-dev-dependencies",
      comment: "What ships may not need what only developers install.",
      severity: "error",
      from: { path: src, pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "catalog-data-alone",
      comment: "The catalog's build depends on nothing of the tool, so that facts can be released without code.",
      severity: "error",
      from: { path: "^catalog/src/(build|compile|compile-lens|compile-module|source-files|types)\\.ts$" },
      to: { path: "^packages/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "dist/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "node", "default"] },
  },
};
