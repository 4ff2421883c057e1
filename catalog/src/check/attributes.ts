/** That every attribute which a file reads exists, on one of the types that it is read of: a misspelt one would always be "not set". */
import { compileCondition } from "../../../packages/demarc/src/condition/condition.js";
import type { Shape } from "../../../packages/demarc/src/condition/shape.js";
import { listOf, pathsOf } from "../compile.js";
import type { ServiceFile } from "../source-files.js";
import type { CatalogFormat } from "../types.js";
import type { CatalogContext } from "./context.js";
import type { Rule } from "./rule.js";

const formats: readonly CatalogFormat[] = ["terraform", "cloudformation"];

/** Of earlier versions of the provider, which configurations still have. */
const ofEarlierVersions = new Set(["compute_environments", "default_capacity_provider_strategy"]);

export const attributeRules: readonly Rule[] = [
  {
    name: "known-attributes",
    description: "Attributes that are read exist on a type of which they are read.",
    check: (file, _path, context) => [
      ...new Set(formats.flatMap((format) => unknownAttributes(file, format, context))),
    ],
  },
  {
    name: "asked-of-others",
    description:
      "A check is asked only of types that have what it reads: for others it would always come out the same.",
    check: (file, _path, context) => [...new Set(formats.flatMap((format) => askedOfOthers(file, format, context)))],
  },
];

function unknownAttributes(file: ServiceFile, format: CatalogFormat, context: CatalogContext): readonly string[] {
  const messages: string[] = [];
  const components = file.components.flatMap((entry) => entry[format] ?? []);
  const parts = (file.parts ?? []).flatMap((part) => part[format] ?? []);
  const wants = (names: Iterable<string>, types: readonly string[], where: string): void => {
    const known = attributesOf(types, format, context);
    if (known === undefined) return;
    for (const name of names)
      if (!known.has(name) && !ofEarlierVersions.has(name))
        messages.push(
          `${where} reads ${name}, which ${types.length === 1 ? types[0] : `none of its ${types.length} types`} has`,
        );
  };
  for (const [where, text] of expressionsOf(file, format)) {
    const shapes = shapesIn(text);
    wants(namesIn(shapes.get("it")), components, where);
    for (const [type, shape] of shapes.get("parts")?.fields ?? []) {
      if (parts.includes(type)) wants(namesIn(shape), [type], where);
    }
  }
  for (const part of file.parts ?? []) {
    const type = part[format];
    if (type === undefined) continue;
    for (const path of pathsOf(part.of, format)) wants([firstOf(path)], [type], `the part ${type}`);
    for (const path of pathsOf(part.by, format)) wants([firstOf(path)], [...components, ...parts], `the part ${type}`);
  }
  for (const [name, relation] of Object.entries(file.relations ?? {})) {
    for (const path of listOf(relation[format])) {
      const slash = path.indexOf("/");
      const from = slash < 0 ? undefined : path.slice(0, slash);
      // What another relation leads to is of another file.
      if (from !== undefined && file.relations?.[from] !== undefined) continue;
      wants(
        [firstOf(path.slice(slash + 1))],
        from === undefined ? [...components, ...parts] : [from],
        `the relation ${name}`,
      );
    }
  }
  return messages;
}

function askedOfOthers(file: ServiceFile, format: CatalogFormat, context: CatalogContext): readonly string[] {
  const messages: string[] = [];
  for (const duty of file.duties ?? []) {
    if (duty.check === undefined) continue;
    const asked = [duty.check, ...(duty.when === undefined ? [] : [duty.when])];
    const reads = asked.map((text) => readsOfIt(text, file, format));
    // A condition that tells kinds or types apart knows whom it asks; one that reads parts or other components asks these.
    if (reads.some((names) => names === undefined)) continue;
    const names = new Set(reads.flatMap((found) => [...(found ?? [])]));
    if (names.size === 0) continue;
    const isOfKind = ({ kind }: ServiceFile["components"][number]): boolean =>
      duty.kind === undefined || duty.kind === kind;
    for (const type of file.components.filter(isOfKind).flatMap((entry) => entry[format] ?? [])) {
      const known = attributesOf([type], format, context);
      if (known !== undefined && ![...names].some((name) => known.has(name) || ofEarlierVersions.has(name)))
        messages.push(`the duty ${duty.id} is asked of ${type}, which has no ${[...names].join(", ")}`);
    }
  }
  return messages;
}

/** The attributes of the thing itself that a condition reads, through facts; undefined where it reads anything else. */
function readsOfIt(
  text: string,
  file: ServiceFile,
  format: CatalogFormat,
  seen = new Set<string>(),
): ReadonlySet<string> | undefined {
  const shapes = shapesIn(text);
  if (["parts", "refs", "kind", "resourceType"].some((name) => shapes.has(name))) return undefined;
  const names = new Set(namesIn(shapes.get("it")));
  for (const fact of shapes.get("facts")?.fields.keys() ?? []) {
    if (seen.has(fact)) continue;
    seen.add(fact);
    const rule = file.facts?.[fact];
    const own = rule?.[format] ?? rule?.any;
    const found = own === undefined ? undefined : readsOfIt(own, file, format, seen);
    if (found === undefined) return undefined;
    for (const name of found) names.add(name);
  }
  return names;
}

function expressionsOf(file: ServiceFile, format: CatalogFormat): readonly (readonly [string, string])[] {
  const facts = Object.entries(file.facts ?? {}).flatMap(([name, fact]): (readonly [string, string])[] => {
    const text = fact[format];
    return text === undefined ? [] : [[`the fact ${name}`, text]];
  });
  const claims = file.components.flatMap((entry): (readonly [string, string])[] =>
    entry.when === undefined || (entry[format] ?? []).length === 0 ? [] : [["a claim", entry.when]],
  );
  return [...facts, ...claims];
}

function firstOf(path: string): string {
  return path.split(".")[0] ?? "";
}

function shapesIn(text: string): ReadonlyMap<string, Shape> {
  try {
    return compileCondition(text).shapes;
  } catch {
    return new Map();
  }
}

/** The names that are selected first. What lies below may be a map, whose keys are anybody's. */
function namesIn(shape: Shape | undefined): readonly string[] {
  return shape === undefined ? [] : [...shape.fields.keys(), ...(shape.element?.fields.keys() ?? [])];
}

/** Undefined where a type among them is in no list of attributes. */
function attributesOf(
  types: readonly string[],
  format: CatalogFormat,
  context: CatalogContext,
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const type of types) {
    // The list has SAM's types as they were long ago.
    const ofType = type.startsWith("AWS::Serverless::") ? undefined : context.attributes(format).get(type);
    if (ofType === undefined) return undefined;
    for (const name of ofType) names.add(name);
  }
  return names.size === 0 ? undefined : names;
}
