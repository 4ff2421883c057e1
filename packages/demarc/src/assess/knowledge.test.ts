/** The promise of the tool: what it answers although something is unknown stays true once that is known. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { HolderName } from "../../../../catalog/src/types.js";
import { contradictions } from "../../../../test/knowledge.js";
import {
  areaIds,
  assessed,
  cells,
  resource,
  type TinyService,
  tinyCatalog,
  to,
} from "../../../../test/tiny-catalog.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Resource } from "../model/inventory.js";
import { emptyMap, isList, type Reference, surelySet, unknown, type Value } from "../model/value.js";

const facts: TinyService["facts"] = {
  a: { terraform: "isTrue(it.a)" },
  b: { terraform: "it.b", default: false },
  text: { terraform: 'kind == "old" ? it.old : it.text' },
  maybe: { terraform: 'it.text == "u" ? "u" : null' },
  nested: { terraform: "it.block.mode" },
  encoded: { terraform: "json(it.encoded).mode" },
  near: { any: "refs.near.exists(n, n.facts.a == true)" },
  part: { any: "parts.t_part.exists(p, isTrue(p.a))" },
  allParts: { any: "parts.t_part.all(p, p.a == true)" },
  inner: { any: "parts.t_inner.size() > 0" },
  strict: { any: 'parts.t_rules.exists(r, r.level == "u")' },
  target: { any: "refs.target.size() > 0" },
  targetA: { any: "refs.target[0].facts.a == true" },
  targets: { any: "refs.target.exists(t, t.facts.b == true)" },
};

const atoms = [
  "facts.a",
  "facts.b == true",
  'facts.text == "u"',
  "facts.text != null",
  "facts.maybe != null",
  "facts.nested != null",
  'facts.nested == "u"',
  'facts.encoded == "u"',
  "facts.near",
  "facts.part",
  "facts.allParts",
  "facts.inner",
  "facts.strict",
  "facts.target",
  "facts.targetA",
  "facts.targets",
];

const condition = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(...atoms),
    tie("condition").map((inner) => `!(${inner})`),
    fc.tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition")).map((parts) => `(${parts.join(" ")})`),
    fc.tuple(tie("condition"), tie("condition"), tie("condition")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
})).condition;

const someCells = fc
  .dictionary(fc.constantFrom(...areaIds), fc.constantFrom<HolderName>("provider", "customer", "shared", "none"))
  .map((holders) => cells(holders));

const variants = fc
  .array(
    fc.record(
      {
        name: fc.constant("v"),
        group: fc.constantFrom("g", "h"),
        when: condition,
        model: fc.constantFrom("mine", "theirs"),
        areas: someCells,
      },
      { requiredKeys: ["name", "when"] },
    ),
    { maxLength: 5 },
  )
  .map((list) => Object.fromEntries(list.map((variant, at) => [`v${at}`, variant])));

const service = (id: string, components: TinyService["components"]) =>
  fc.record({
    service: fc.constant(id),
    components: fc.constant(components),
    parts: fc.constant([
      { terraform: "t_part", of: "owner" },
      { terraform: "t_inner", of: "part" },
      { terraform: "t_rules", by: "rules" },
    ]),
    relations: fc.constant({
      target: { terraform: "target", to: ["t/one", "t/two"] },
      near: { terraform: "t_part/near", to: ["t/one"] },
    }),
    facts: fc.constant(facts),
    areas: someCells,
    kinds: someCells.map((areas) => ({ old: { areas } })),
    variants,
    "runs-on": fc.array(
      fc.record(
        { relation: fc.constant("target"), when: condition, areas: fc.subarray([...areaIds]) },
        { requiredKeys: ["relation", "areas"] },
      ),
      { maxLength: 2 },
    ),
    duties: fc
      .array(
        fc.record({ area: fc.constantFrom(...areaIds), when: condition, check: condition }, { requiredKeys: ["area"] }),
        { maxLength: 3 },
      )
      .map((list) => list.map((duty, at) => ({ ...duty, id: `${id}/d${at}`, title: "Do", source: "s" }))),
  });

const catalogs: fc.Arbitrary<Catalog> = fc
  .tuple(
    service("t/one", [
      { terraform: ["t_either"], when: 'it.engine == "one"' },
      { kind: "old", terraform: ["t_either"], when: 'it.engine == "old"' },
      { terraform: ["t_one"] },
    ]),
    service("t/two", [{ terraform: ["t_either"], when: 'it.engine == "two"' }, { terraform: ["t_two"] }]),
  )
  .map((files) => tinyCatalog(...files));

const boolean = fc.constantFrom<Value>(true, false, null);
const text = fc.constantFrom<Value>("u", "v", null);
const addresses = ["t_either.x", "t_one.x", "t_one.y", "t_two.x"];
const pointer = (...targets: readonly string[]) =>
  fc.oneof(fc.constantFrom<Value>(null, "elsewhere", ...targets.map(to)), fc.subarray(targets.map(to)));

const inventories: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(
    fc.tuple(
      ...addresses.map((address) =>
        fc
          .record({
            engine: fc.constantFrom<Value>("one", "two", "old", null),
            a: boolean,
            b: boolean,
            text,
            old: text,
            block: fc.oneof(fc.constant(null), fc.record({ mode: text })),
            encoded: text.map((mode) => JSON.stringify({ mode })),
            target: pointer(...addresses, "data.t_one.d"),
            rules: pointer("t_rules.r"),
          })
          .map((attributes) => resource(address, attributes)),
      ),
    ),
    fc.array(fc.record({ a: boolean, owner: pointer(...addresses), near: pointer("t_one.x") }), { maxLength: 2 }),
    fc.record({ part: pointer("t_part.p0") }),
    fc.record({ level: text }),
  )
  .map(([components, parts, inner, rules]) => [
    ...components,
    ...parts.map((attributes, at) => resource(`t_part.p${at}`, attributes)),
    resource("t_inner.i", inner),
    resource("t_rules.r", rules),
    resource("data.t_one.d"),
  ]);

/** What is hidden of an inventory: attributes (in three ways), and of which parts it is unknown how many there are. */
interface Hidden {
  readonly resource: number;
  readonly attribute: number;
  readonly how: "plain" | "set" | "partly encoded" | "one of two" | "in a list" | "number" | "number, and none";
}

const hidden = fc.array(
  fc.record<Hidden>({
    resource: fc.nat(),
    attribute: fc.nat(),
    how: fc.constantFrom("plain", "set", "partly encoded", "one of two", "in a list", "number", "number, and none"),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The inventory with something hidden, and as it is once that is known. */
function hide(truth: readonly Resource[], what: readonly Hidden[]): readonly [Resource[], Resource[]] {
  const less = [...truth];
  const more: (Resource | undefined)[] = [...truth];
  for (const { resource: at, attribute, how } of what) {
    const index = at % less.length;
    const chosen = less[index] as Resource;
    if (how.startsWith("number")) {
      if (!["t_part", "t_inner", "t_rules"].includes(chosen.type)) continue;
      less[index] = { ...chosen, number: "unknown" };
      if (how === "number, and none") more[index] = undefined;
      continue;
    }
    const names = Object.keys(chosen.attributes);
    const name = names[attribute % names.length];
    if (name === undefined) continue;
    less[index] = hiddenAt(chosen, name, how);
  }
  const left = more.filter((entry) => entry !== undefined);
  const gone = new Set(
    truth.map(({ address }) => address).filter((address) => !left.some((it) => it.address === address)),
  );
  return [less, left.map((entry) => withoutPointersTo(entry, gone))];
}

function hiddenAt(of: Resource, name: string, how: Hidden["how"]): Resource {
  const because = `var.${name} has no default`;
  const value = of.attributes[name] ?? null;
  const references = of.references[name] ?? [];
  const others = { ...of.references };
  delete others[name];
  const attributes = Object.assign(emptyMap(), of.attributes);
  if (how === "in a list" && isList(value)) {
    attributes[name] = [unknown(because), ...value.slice(1)];
    return { ...of, attributes, references: { ...others, [name]: references.slice(1) } };
  }
  const [only] = references;
  if (how === "one of two" && references.length === 1 && only !== undefined && !isList(value)) {
    const both: readonly Reference[] = [only, { address: only.address === "t_one.y" ? "t_two.x" : "t_one.y" }];
    attributes[name] = unknown(because, both);
    return { ...of, attributes, references: { ...others, [name]: both } };
  }
  attributes[name] = hiddenValue(value, name, how, because);
  return { ...of, attributes, references: others };
}

function hiddenValue(value: Value, name: string, how: Hidden["how"], because: string): Value {
  if (how === "set" && value !== null) return surelySet(unknown(because));
  if (how !== "partly encoded" || name !== "encoded") return unknown(because);
  return surelySet(unknown(because, [], Object.assign(emptyMap(), { mode: unknown(because) })));
}

/** What does not exist is not pointed to either. */
function withoutPointersTo(of: Resource, gone: ReadonlySet<string>): Resource {
  const entries = Object.entries(of.references).filter(([, list]) => list.some(({ address }) => gone.has(address)));
  if (entries.length === 0) return of;
  const attributes = Object.assign(emptyMap(), of.attributes);
  const references = { ...of.references };
  for (const [name] of entries) {
    attributes[name] = null;
    delete references[name];
  }
  return { ...of, attributes, references };
}

test("whatever is hidden of whatever system, the answer is among those said to be possible", () => {
  fc.assert(
    fc.property(catalogs, inventories, hidden, (catalog, truth, what) => {
      const [less, more] = hide(truth, what);
      expect(contradictions(assessed(catalog, ...less), assessed(catalog, ...more))).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
});
