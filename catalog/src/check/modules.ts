/** Files of well-known modules: that they parse, name only what is there, and leave open nothing by oversight. */

import type { Reads } from "../../../packages/demarc/src/assess/reads.js";
import { parseHclExpression } from "../../../packages/demarc/src/read/terraform/hcl/parse.js";
import { moduleSource } from "../../../packages/demarc/src/read/terraform/known/source.js";
import { intersection, isEmpty, versionRange } from "../../../packages/demarc/src/read/terraform/known/versions.js";
import { compileModule, type ModuleFile } from "../compile-module.js";
import type { ModuleBlock, ModuleBody, ModuleExpression, ModuleFacts } from "../types.js";
import { namesIn } from "./expression-names.js";

export interface ModuleContext {
  readonly files: ReadonlyMap<string, ModuleFile>;
  readonly known: (list: string) => ReadonlySet<string>;
  readonly reads: (type: string) => Reads;
}

/** As {@link Rule}, for files of modules. */
export interface ModuleRule {
  readonly name: string;
  readonly description: string;
  readonly check: (file: ModuleFile, path: string, context: ModuleContext) => readonly string[];
}

export const moduleRules: readonly ModuleRule[] = [
  {
    name: "module-path",
    description: "A file lies in the folder of its namespace, and its name begins with the module's.",
    check: ({ module }, path) => {
      const [namespace = "", name = ""] = module.split("/");
      const start = `modules/${namespace}/${name}`;
      return path.startsWith(start) && /^[.-]/.test(path.slice(start.length))
        ? []
        : [`the module ${module} belongs in ${start}.yaml, or a file whose name begins so`];
    },
  },
  {
    name: "module-source",
    description: "Its source is the module's own page on a public registry, or its repository.",
    check: ({ module, source }) => {
      const url = URL.canParse(source.url) ? new URL(source.url) : undefined;
      const root = module.split("//")[0] ?? "";
      const isRegistry =
        (url?.hostname === "registry.terraform.io" && url.pathname.startsWith(`/modules/${root}`)) ||
        (url?.hostname === "search.opentofu.org" && url.pathname.startsWith(`/module/${root}`));
      const [, owner = "", repository = ""] = url?.pathname.split("/") ?? [];
      const isRepository =
        url?.hostname === "github.com" &&
        moduleSource(`github.com/${owner}/${repository}`)?.module === root.toLowerCase();
      return isRegistry || isRepository
        ? []
        : [`${source.url} is no page of ${root} on a public registry, nor its repository`];
    },
  },
  {
    name: "module-versions",
    description:
      "Its versions are a constraint of Terraform's, with an end, and no other file of the module has any of them.",
    check: (file, path, { files }) => {
      const range = versionRange(file.versions);
      if (range === undefined) return [`versions: ${file.versions} is no version constraint`];
      const open =
        range.to === undefined ? ['versions: it has no end (", < 7.0"), and nobody has seen what comes'] : [];
      const overlaps = [...files].filter(([other, { module, versions }]) => {
        const theirs = other === path || module !== file.module ? undefined : versionRange(versions);
        return theirs !== undefined && !isEmpty(intersection(range, theirs));
      });
      return [...open, ...overlaps.map(([other]) => `versions: ${other} speaks of some of them too`)];
    },
  },
  {
    name: "module-types",
    description: "Resource types exist.",
    check: (file, _path, context) =>
      Object.keys(file.resources ?? {}).flatMap((key) => {
        const isData = key.startsWith("data.");
        const type = key.split(".")[isData ? 1 : 0] ?? "";
        const list = typeLists[type.split("_")[0] ?? ""];
        if (list === undefined) return [`${key}: demarc has no list of the types of this provider`];
        // Data sources have lists of their own, which are not kept.
        return isData || list === "" || context.known(list).has(type) ? [] : [`${key}: there is no type ${type}`];
      }),
  },
  {
    name: "module-expressions",
    description:
      "Expressions parse, and name only what the file declares; each and count only where there is such a thing.",
    check: (file) => {
      const facts = compileModule(file);
      return expressionsOf(facts).flatMap(({ where, value, iterators }) => {
        if (typeof value !== "string") return [];
        const { expression, errors } = parseHclExpression(value);
        if (errors.length > 0) return errors.map(({ message }) => `${where}: ${message} In: ${value}`);
        return namesIn(expression).flatMap((name) => {
          const fault = faultOfName(name, facts, where, iterators);
          return fault === undefined ? [] : [`${where}: ${fault}`];
        });
      });
    },
  },
  {
    name: "module-inputs",
    description: "An input stands in one list only, is used, and what is said of it refers to it.",
    check: (file) => {
      const facts = compileModule(file);
      const used = usedNames(facts);
      const inputs = [...Object.keys(facts.variables), ...facts.required];
      const patterns = facts.withoutEffect.map((text) => new RegExp(`^${text.replaceAll("*", "[\\w-]*")}$`));
      return [
        ...inputs
          .filter((name) => !used.has(`var.${name}`))
          .map((name) => `the input ${name} is used nowhere: it belongs in without-effect`),
        ...facts.required
          .filter((name) => Object.hasOwn(facts.variables, name))
          .map((name) => `the input ${name} has a default and is said to be required`),
        ...[...Object.keys(facts.types), ...facts.nonNullable, ...(file["long-defaults"] ?? [])]
          .filter((name) => !inputs.includes(name))
          .map((name) => `the input ${name} is not among the variables`),
        ...facts.withoutEffect
          .filter((name) => inputs.includes(name))
          .map((name) => `the input ${name} is used, and said to be without effect`),
        ...Object.keys(facts.locals)
          .filter((name) => !used.has(`local.${name}`))
          .map((name) => `local.${name} is used nowhere`),
        ...patterns.flatMap((pattern, at) =>
          facts.withoutEffect.some((other, index) => index !== at && !other.includes("*") && pattern.test(other))
            ? [`without-effect: ${facts.withoutEffect[at]} already says some of the others`]
            : [],
        ),
      ];
    },
  },
  {
    name: "module-attributes",
    description: "An attribute is either set, or never set, or not told.",
    check: (file) =>
      Object.entries(file.resources ?? {}).flatMap(([key, resource]) => {
        const set = Object.keys(resource?.set ?? {});
        const unset = resource?.unset === undefined || resource.unset === "rest" ? [] : resource.unset;
        const untold = resource?.untold ?? [];
        return [
          ...set.filter((name) => unset.includes(name) || untold.includes(name)),
          ...unset.filter((name) => untold.includes(name)),
        ].map((name) => `${key}: ${name} stands in two lists`);
      }),
  },
  {
    name: "module-calls",
    description: "Modules do not call each other in a circle.",
    check: (file, path, { files }) =>
      circle(file, files, [file.module]) ? [`${path}: the module calls itself through others`] : [],
  },
];

/** Which list has the types of a provider; "" for providers whose types are not checked. */
const typeLists: Readonly<Record<string, string>> = {
  aws: "types-terraform-aws",
  azurerm: "types-terraform-azurerm",
  google: "types-terraform-google",
  kubernetes: "types-terraform-kubernetes",
  ...Object.fromEntries(
    [
      "archive",
      "azapi",
      "cloudinit",
      "external",
      "helm",
      "http",
      "local",
      "modtm",
      "null",
      "random",
      "terraform",
      "tfe",
      "time",
      "tls",
    ].map((name) => [name, ""]),
  ),
};

/** Attributes that somebody asks for and of which the file says nothing: they are unknown in every answer. */
export function untoldAttributes(file: ModuleFile, reads: (type: string) => Reads): readonly string[] {
  const facts = compileModule(file);
  return Object.entries(facts.resources).flatMap(([key, { set, unset, untold }]) => {
    if (key.startsWith("data.") || unset === "rest") return [];
    const asked = reads(key.split(".")[0] ?? "");
    if (asked === "all") return [`${key}: all of it is asked for; it needs unset: rest`];
    return [...asked.keys()]
      .filter(
        (name) => !(name in set) && !unset.includes(name) && !untold.includes(name) && !facts.untold.includes(name),
      )
      .map((name) => `${key}.${name}`);
  });
}

interface Place {
  readonly where: string;
  readonly value: ModuleExpression;
  /** What nested blocks around it repeat over. */
  readonly iterators: readonly string[];
}

function expressionsOf(facts: ModuleFacts): readonly Place[] {
  const of = (where: string, map: Readonly<Record<string, ModuleExpression>>): readonly Place[] =>
    Object.entries(map).map(([name, value]) => ({ where: `${where}${name}`, value, iterators: [] }));
  const copies = (where: string, made: { count?: ModuleExpression; forEach?: ModuleExpression }): readonly Place[] => [
    ...(made.count === undefined ? [] : [{ where: `${where}: count`, value: made.count, iterators: [] }]),
    ...(made.forEach === undefined ? [] : [{ where: `${where}: for-each`, value: made.forEach, iterators: [] }]),
  ];
  return [
    ...of("local.", facts.locals),
    ...of("output ", facts.outputs),
    ...Object.entries(facts.resources).flatMap(([key, resource]) => [
      ...copies(key, resource),
      ...inBody(resource.set, `${key}: `, []),
    ]),
    ...Object.entries(facts.calls).flatMap(([name, call]) => [
      ...copies(`module.${name}`, call),
      ...of(`module.${name}: `, call.inputs),
    ]),
  ];
}

function inBody(body: ModuleBody, where: string, iterators: readonly string[]): readonly Place[] {
  return Object.entries(body).flatMap(([name, value]) =>
    typeof value === "object" && value !== null
      ? value.flatMap((item) => inBlock(item, name, `${where}${name}.`, iterators))
      : [{ where: where + name, value, iterators }],
  );
}

function inBlock(item: ModuleBlock, name: string, where: string, iterators: readonly string[]): readonly Place[] {
  if (!("for-each" in item)) return inBody(item, where, iterators);
  const { content, iterator } = item as { content: ModuleBody; iterator?: string };
  return [
    { where: `${where}for-each`, value: item["for-each"] as ModuleExpression, iterators },
    ...inBody(content, where, [...iterators, iterator ?? name]),
  ];
}

/** What is wrong with a name such as `var.x` or `aws_vpc.this`; undefined where nothing is. */
function faultOfName(
  name: string,
  facts: ModuleFacts,
  where: string,
  iterators: readonly string[],
): string | undefined {
  const [root = "", second = "", third = ""] = name.split(".");
  if (root === "untold" || root === "path" || root === "terraform" || iterators.includes(root)) return undefined;
  const owner = where.split(":")[0] ?? "";
  const made = facts.resources[owner] ?? facts.calls[owner.replace(/^module\./, "")];
  const isInside = !/: (count|for-each)$/.test(where);
  switch (root) {
    case "var":
      return Object.hasOwn(facts.variables, second) || facts.required.includes(second)
        ? undefined
        : `${name} is not among the variables`;
    case "local":
      return Object.hasOwn(facts.locals, second) ? undefined : `${name} is not among the locals`;
    case "module":
      return Object.hasOwn(facts.calls, second) ? undefined : `${name} is not among the modules`;
    case "each":
      return made?.forEach !== undefined && isInside ? undefined : "each is used outside of for-each";
    case "count":
      return made?.count !== undefined && isInside ? undefined : "count is used outside of count";
    case "data":
      return Object.hasOwn(facts.resources, `data.${second}.${third}`)
        ? undefined
        : `${name} is not among the resources`;
    default:
      return Object.hasOwn(facts.resources, `${root}.${second}`) ? undefined : `there is nothing called ${name}`;
  }
}

function usedNames(facts: ModuleFacts): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { value } of expressionsOf(facts)) {
    if (typeof value !== "string") continue;
    for (const name of namesIn(parseHclExpression(value).expression)) used.add(name);
  }
  return used;
}

function circle(file: ModuleFile, files: ReadonlyMap<string, ModuleFile>, path: readonly string[]): boolean {
  const root = file.module.split("//")[0] ?? "";
  return Object.values(file.modules ?? {}).some(({ source }) => {
    const name = (source.startsWith("//") ? root + source : source).toLowerCase();
    if (path.some((other) => other.toLowerCase() === name)) return true;
    const next = [...files.values()].find(({ module }) => module.toLowerCase() === name);
    return next !== undefined && circle(next, files, [...path, next.module]);
  });
}
