/** Lifecycles: that what a service says of dates is in its products' files, and that these hold together. */
import { compileCondition } from "../../../packages/demarc/src/condition/condition.js";
import { productsOf, unfolded } from "../compile-lifecycle.js";
import type { ProductFile } from "../source-files.js";
import { expressionsOf } from "./conditions.js";
import type { CatalogContext } from "./context.js";
import type { Rule } from "./rule.js";

/** These look at a file as it is written; all others at one with its lifecycles unfolded. */
export const lifecycleRules: readonly Rule[] = [
  {
    name: "lifecycle-products",
    description: "A lifecycle's products and milestones exist.",
    check: (file, _path, { products }) =>
      Object.entries(file.lifecycle ?? {}).flatMap(([id, lifecycle]) => {
        const named = productsOf(lifecycle).map(({ product }) => product);
        const milestones = [
          ...Object.values(lifecycle.changes ?? {}).map(({ at }) => at),
          ...(lifecycle.duties ?? []).map(({ by }) => by),
        ];
        return named.flatMap((product) => {
          const found = products.get(product);
          if (found === undefined) return [`${id}: there is no lifecycle/${product}.yaml`];
          return milestones
            .filter((milestone) => !Object.hasOwn(found.milestones, milestone))
            .map((milestone) => `${id}: lifecycle/${product}.yaml has no milestone ${milestone}`);
        });
      }),
  },
  {
    name: "lifecycle-names",
    description: "What a lifecycle adds has names of its own.",
    check: (file) => [
      ...Object.values(file.lifecycle ?? {})
        .flatMap(({ changes }) => Object.keys(changes ?? {}))
        .filter((id) => Object.hasOwn(file.variants ?? {}, id))
        .map((id) => `there are two variants ${id}`),
      ...Object.keys(unfolded(file).facts ?? {})
        .filter((name) => Object.hasOwn(file.facts ?? {}, name) && unfolded(file).facts?.[name] !== file.facts?.[name])
        .map((name) => `the fact ${name} is a lifecycle's`),
    ],
  },
  {
    name: "dates-in-lifecycles",
    description: "No condition reads the date: a date stands in lifecycle/, where forecast sees it.",
    check: (file) =>
      expressionsOf(file)
        .filter(({ text }) => readsDate(text))
        .map(({ where }) => `${where}: reads asOf; give the dates in a file below lifecycle/`),
  },
];

function readsDate(text: string): boolean {
  try {
    return compileCondition(text).shapes.has("asOf");
  } catch {
    return false;
  }
}

/** What is wrong in a product's file. */
export function productFaults(file: ProductFile, path: string, context: CatalogContext): readonly string[] {
  const faults: string[] = [];
  if (path !== `lifecycle/${file.product}.yaml`)
    faults.push(`${file.product} belongs in lifecycle/${file.product}.yaml`);
  const [provider = ""] = file.product.split("-");
  const domains = context.domains[provider];
  if (domains !== undefined && !domains.some((domain) => isOfDomain(file.source.url, domain)))
    faults.push(`the source ${file.source.url} is no page of ${provider}`);
  const isUsed = [...context.services.values()].some((service) =>
    Object.values(service.lifecycle ?? {}).some((lifecycle) =>
      productsOf(lifecycle).some(({ product }) => product === file.product),
    ),
  );
  if (!isUsed) faults.push("no service reads it");
  return [...faults, ...viaFaults(file), ...cycleFaults(file)];
}

/** What is wrong in how the dates are carried over. */
function viaFaults({ via, milestones }: ProductFile): readonly string[] {
  if (via === undefined) return [];
  const faults = Object.keys(via.fields ?? {})
    .filter((key) => !Object.hasOwn(milestones, key))
    .map((key) => `via: fields: there is no milestone ${key}`);
  if (via.name === "endoflife.date") {
    if (via.fields === undefined)
      faults.push("via: its dates can be renewed only with `fields`, by milestone: eolFrom, eoasFrom, …");
    if (!/^https:\/\/endoflife\.date\/[a-z0-9-]+$/.test(via.url))
      faults.push(`via: ${via.url} is no product's page: https://endoflife.date/amazon-eks`);
  }
  try {
    new RegExp(via.except ?? "");
  } catch {
    faults.push(`via: except: ${via.except} is no regular expression`);
  }
  return faults;
}

/** What is wrong in the cycles of a file, whoever reads it. */
export function cycleFaults(file: Pick<ProductFile, "milestones" | "cycles">): readonly string[] {
  const milestones = Object.keys(file.milestones);
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const cycle of file.cycles) {
    for (const name of [cycle.cycle, ...(cycle.also ?? [])]) {
      if (seen.has(name.toLowerCase())) faults.push(`${name} stands twice`);
      seen.add(name.toLowerCase());
    }
    const dates = Object.entries(cycle).filter(([key]) => key !== "cycle" && key !== "also") as [string, string][];
    for (const [key, date] of dates) {
      if (key !== "released" && !milestones.includes(key)) faults.push(`${cycle.cycle}: there is no milestone ${key}`);
      if (!isDate(date)) faults.push(`${cycle.cycle}: ${key}: ${date} is no date`);
    }
    const inOrder = ["released", ...milestones].flatMap((key) => (typeof cycle[key] === "string" ? [cycle[key]] : []));
    if (inOrder.some((date, at) => at > 0 && date < (inOrder[at - 1] ?? "")))
      faults.push(`${cycle.cycle}: its dates are not in the order of the milestones: ${inOrder.join(", ")}`);
  }
  return faults;
}

function isOfDomain(url: string, domain: string): boolean {
  const { hostname } = new URL(url);
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/** YYYY-MM-DD, and a day that there is. */
export function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
