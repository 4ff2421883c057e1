/** Runs the examples of a service file through the real readers and the real assessment. Used by try-examples.ts and by the test of the catalog. */
import { assess } from "../../packages/demarc/src/assess/assess.js";
import type { Catalog } from "../../packages/demarc/src/catalog/catalog.js";
import type { Assessment } from "../../packages/demarc/src/model/assessment.js";
import type { Inventory } from "../../packages/demarc/src/model/inventory.js";
import { readCloudFormation } from "../../packages/demarc/src/read/cloudformation/read.js";
import { readTerraform } from "../../packages/demarc/src/read/terraform/read.js";
import { compileCatalog } from "./compile.js";
import { unfolded } from "./compile-lifecycle.js";
import { commonFiles } from "./read-catalog.js";
import { type ExampleFile, readYaml, type ServiceFile, serviceFilePaths } from "./source-files.js";

/** The catalog straight from its files. Files that do not load are left out, and named. */
export function catalogFromFiles(): {
  readonly catalog: Catalog;
  readonly files: ReadonlyMap<string, ServiceFile>;
  readonly broken: readonly string[];
} {
  const files = new Map<string, ServiceFile>();
  const broken: string[] = [];
  const common = commonFiles();
  for (const path of serviceFilePaths(Object.keys(common.providers))) {
    try {
      const file = readYaml(path) as ServiceFile;
      compileCatalog({ ...common, services: [file] });
      files.set(path, file);
    } catch {
      broken.push(path);
    }
  }
  const { core, compiled } = compileCatalog({ ...common, services: [...files.values()] });
  const services = new Map(compiled.map((service) => [service.id, service]));
  const catalog: Catalog = {
    core,
    claimsOn: (type) => (Object.hasOwn(core.claims, type) ? (core.claims[type] ?? []) : []),
    service: (id) => services.get(id),
    lenses: () => [],
    modules: () => [],
  };
  return { catalog, files, broken };
}

export interface ExampleResult {
  readonly example: string;
  readonly format: "terraform" | "cloudformation";
  readonly failures: readonly string[];
  readonly assessment: Assessment;
}

export function runExample(catalog: Catalog, file: ServiceFile, example: ExampleFile): readonly ExampleResult[] {
  const results: ExampleResult[] = [];
  for (const format of ["terraform", "cloudformation"] as const) {
    const inventory = readExample(example, format);
    if (inventory === undefined) continue;
    const assessment = assess(inventory, catalog, { asOf: example["as-of"] ?? usualDate(file), inputs: [] });
    results.push({ example: example.name, format, failures: failuresOf(file, example, assessment), assessment });
  }
  return results;
}

const today = "2026-11-24";

/** What has ended is shown as it was on its last day. */
function usualDate({ ended }: ServiceFile): string {
  if (ended === undefined || ended.stays !== undefined || ended.date > today) return today;
  const day = new Date(`${ended.date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

/** What the readers make of an example; undefined where it has no text in that format. */
export function readExample(example: ExampleFile, format: "terraform" | "cloudformation"): Inventory | undefined {
  const text = example[format];
  if (text === undefined) return undefined;
  return format === "terraform" ? readHcl(text) : readTemplate(text);
}

function readHcl(text: string): Inventory {
  return readTerraform({
    folder: "",
    tree: {
      read: (path) => (path === "main.tf" ? text : undefined),
      list: (folder) => (folder === "" ? ["main.tf"] : undefined),
      listAll: () => undefined,
    },
  });
}

function readTemplate(text: string): Inventory {
  const indented = text
    .split("\n")
    .map((line) => (line === "" ? line : `  ${line}`))
    .join("\n");
  return readCloudFormation({ file: "template.yaml", text: `Resources:\n${indented}` });
}

function failuresOf(file: ServiceFile, example: ExampleFile, assessment: Assessment): readonly string[] {
  const failures = assessment.problems.map(
    (problem) => `${problem.severity} in line ${problem.line ?? "?"}: ${problem.message}`,
  );
  const component = assessment.components.find((candidate) => /(^|\.)this$/i.test(candidate.address));
  if (component === undefined) {
    const what = assessment.unclassified.find((entry) => /(^|\.)this$/i.test(entry.address));
    return [
      ...failures,
      what === undefined ? "there is no component named this" : `the type ${what.type} is not classified`,
    ];
  }
  if (component.service !== file.service) failures.push(`it is ${component.service}`);
  if (example.kind !== undefined && component.kind !== example.kind) failures.push(`its kind is ${component.kind}`);
  if (
    example.variants !== undefined &&
    component.variants.join() !== [...example.variants].sort((a, b) => orderOf(file, a) - orderOf(file, b)).join()
  ) {
    failures.push(`its variants are [${component.variants.join(", ")}], not [${example.variants.join(", ")}]`);
  }
  if (component.possibleVariants !== undefined && !Object.values(example.holders ?? {}).includes("unknown")) {
    failures.push(`not known whether: ${component.possibleVariants.join(", ")}`);
  }
  for (const [area, holder] of Object.entries(example.holders ?? {})) {
    const cell = component.cells[area];
    if (cell?.holder !== holder)
      failures.push(
        `${area} is ${cell?.holder}, not ${holder}${cell === undefined ? "" : ` (${assessment.answers[cell.answer]?.because})`}`,
      );
  }
  const duties = [...assessment.duties].filter((duty) => duty.component === component.address);
  for (const [status, ids] of [
    ["met", example.met ?? []],
    ["unmet", example.unmet ?? []],
  ] as const) {
    for (const id of ids) {
      const duty = duties.find((candidate) => candidate.id === `${file.service}/${id}`);
      if (duty === undefined) failures.push(`the duty ${id} is not asked here`);
      else if (duty.status !== status)
        failures.push(
          `the duty ${id} is ${duty.status}, not ${status}${duty.because === undefined ? "" : ` (${duty.because})`}`,
        );
    }
  }
  return failures;
}

function orderOf(file: ServiceFile, id: string): number {
  return Object.keys(unfolded(file).variants ?? {}).indexOf(id);
}
