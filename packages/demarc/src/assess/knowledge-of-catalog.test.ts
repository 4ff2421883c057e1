/** The promise of knowledge.test.ts, for the catalog as it is: on its examples, with values hidden at random. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogFromFiles, readExample } from "../../../../catalog/src/examples.js";
import { contradictions } from "../../../../test/knowledge.js";
import { compileCondition } from "../condition/condition.js";
import type { Resource } from "../model/inventory.js";
import { emptyMap, isList, isMap, isUnknown, surelySet, unknown, type Value } from "../model/value.js";
import { assess } from "./assess.js";

const { catalog, files } = catalogFromFiles();

const systems = [...files].flatMap(([path, { examples = [] }]) =>
  examples.flatMap((example) =>
    (["terraform", "cloudformation"] as const).flatMap((format) => {
      const inventory = readExample(example, format);
      return inventory === undefined ? [] : [{ name: `${path}: ${example.name} (${format})`, ...inventory }];
    }),
  ),
);

/** Type → attribute → the values that examples give it, null among them: also what an example leaves out can be hidden. */
const values = new Map<string, Map<string, Set<Value>>>();
for (const { type, attributes } of systems.flatMap(({ resources }) => resources)) {
  const names = [...Object.keys(attributes), ...namesRead(type)];
  for (const name of names) valuesOf(type, name).add(attributes[name] ?? null);
}

function valuesOf(type: string, name: string): Set<Value> {
  const ofType = values.get(type) ?? new Map<string, Set<Value>>();
  values.set(type, ofType);
  const found = ofType.get(name) ?? new Set<Value>([null]);
  ofType.set(name, found);
  return found;
}

/** The attributes that the facts of a type's services read. */
function namesRead(type: string): readonly string[] {
  const format = type.includes("::") ? "cloudformation" : "terraform";
  return catalog.claimsOn(type).flatMap(({ service, role }) => {
    const facts = role === "component" ? Object.values(catalog.service(service)?.facts ?? {}) : [];
    return facts.flatMap((fact) => {
      const text = fact[format] ?? fact.any;
      return text === undefined ? [] : [...(compileCondition(text).shapes.get("it")?.fields.keys() ?? [])];
    });
  });
}

interface Hidden {
  readonly resource: number;
  readonly attribute: number;
  /** Its value once it is known, where that is another than the example's. */
  readonly value: number | undefined;
  /** The way into the value: what is hidden may be only a part of it. */
  readonly way: readonly number[];
  readonly isSet: boolean;
  readonly number: "told" | "hidden" | "hidden, and none";
}

const hidden = fc.array(
  fc.record<Hidden>({
    resource: fc.nat(),
    attribute: fc.nat(),
    value: fc.option(fc.nat(), { nil: undefined }),
    way: fc.array(fc.nat({ max: 5 }), { maxLength: 4 }),
    isSet: fc.boolean(),
    number: fc.constantFrom("told", "told", "told", "told", "hidden", "hidden, and none"),
  }),
  { minLength: 1, maxLength: 3 },
);

function hide(
  truth: readonly Resource[],
  what: readonly Hidden[],
): readonly [readonly Resource[], readonly Resource[]] {
  const less = [...truth];
  const more = [...truth];
  const gone = new Set<Resource>();
  for (const choice of what) {
    const at = choice.resource % truth.length;
    const known = more[at] as Resource;
    const isPart = catalog.claimsOn(known.type).every(({ role }) => role === "part");
    if (choice.number !== "told" && isPart) {
      less[at] = { ...(less[at] as Resource), number: "unknown" };
      // What others point to is there.
      const isPointedAt = truth.some(({ references }) =>
        Object.values(references)
          .flat()
          .some(({ address }) => address === known.address),
      );
      if (choice.number === "hidden, and none" && !isPointedAt) gone.add(known);
      continue;
    }
    const names = [...(values.get(known.type)?.keys() ?? [])];
    const name = names[choice.attribute % names.length];
    if (name === undefined || isUnknown((less[at] as Resource).attributes[name])) continue;
    const others = [...valuesOf(known.type, name)].filter((value) => !pointsSomewhere(value));
    const other = choice.value === undefined ? undefined : others[choice.value % others.length];
    if (other !== undefined) {
      // Before anything of it is hidden: what is hidden later is hidden of this.
      if (less[at] !== more[at]) continue;
      more[at] = withValue(known, name, other);
      less[at] = more[at] as Resource;
    }
    less[at] = withHidden(less[at] as Resource, name, choice);
  }
  return [less, more.filter((_, at) => !gone.has(truth[at] as Resource) && !gone.has(more[at] as Resource))];
}

function pointsSomewhere(value: Value): boolean {
  if (isUnknown(value)) return value.references.length > 0;
  return typeof value === "object" && value !== null && Object.values(value).some(pointsSomewhere);
}

function withValue(of: Resource, name: string, value: Value): Resource {
  const attributes = Object.assign(emptyMap(), of.attributes);
  attributes[name] = value;
  return { ...of, attributes, references: withoutPath(of, name) };
}

function withHidden(of: Resource, name: string, { way, isSet }: Hidden): Resource {
  const path = [name];
  const because = `${name} is hidden`;
  const hideIn = (value: Value, steps: readonly number[]): Value => {
    const [step, ...rest] = steps;
    const parsed = typeof value === "string" ? structureOf(value) : undefined;
    if (step !== undefined && parsed !== undefined) return surelySet(unknown(because, [], hideIn(parsed, rest)));
    if (step !== undefined && isList(value) && value.length > 0) {
      return value.map((item, index) => (index === step % value.length ? hideIn(item, rest) : item));
    }
    const keys = isMap(value) ? Object.keys(value) : [];
    const key = step === undefined ? undefined : keys[step % keys.length];
    if (key === undefined || !isMap(value)) return hiddenValue(value);
    path.push(key);
    return Object.assign(emptyMap(), value, { [key]: hideIn(value[key] ?? null, rest) });
  };
  const hiddenValue = (value: Value): Value =>
    isSet && value !== null && !(isUnknown(value) && value.isSet !== true)
      ? surelySet(unknown(because))
      : unknown(because);
  const attributes = Object.assign(emptyMap(), of.attributes);
  attributes[name] = hideIn(attributes[name] ?? null, way);
  return { ...of, attributes, references: withoutPath(of, path.join(".")) };
}

function withoutPath(of: Resource, path: string): Resource["references"] {
  return Object.fromEntries(
    Object.entries(of.references).filter(([key]) => key !== path && !key.startsWith(`${path}.`)),
  );
}

function structureOf(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

test("whatever is hidden of an example, its answer is among those said to be possible", () => {
  const answered = (resources: readonly Resource[]) =>
    assess({ resources, notRead: [], problems: [] }, catalog, { asOf: "2026-11-24", inputs: [] });
  fc.assert(
    fc.property(fc.constantFrom(...systems), hidden, (system, what) => {
      const [less, more] = hide(system.resources, what);
      expect(contradictions(answered(less), answered(more))).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 500) },
  );
});
