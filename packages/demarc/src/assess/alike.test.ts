import { expect, test } from "vitest";
import { assessed, cells, componentAt, holders, resource, tinyCatalog } from "../../../../test/tiny-catalog.js";
import type { Resource } from "../model/inventory.js";
import { unknown, type Value } from "../model/value.js";

const others = ["a", "b", "c", "d"].map((name) => ({
  id: `t/x/${name}`,
  area: "logging",
  title: name,
  check: `it.${name} == true`,
  source: "s",
}));

const catalog = tinyCatalog({
  service: "t/x",
  components: [{ terraform: ["t_x"] }],
  facts: { secret: { terraform: 'it.script.contains("secret")', about: "the script" } },
  variants: { on: { name: "on", when: "it.on == true", areas: cells({ os: "provider" }) } },
  duties: [...others, { id: "t/x/script", area: "data", title: "No secrets", check: "!facts.secret", source: "s" }],
});

/** Of each kind many, in an order in which kinds alternate: scripts that are all different, some of them not known. */
const many: readonly Resource[] = Array.from({ length: 200 }, (_, at): Resource => {
  const text = `echo ${at}${at % 3 === 0 ? " secret" : ""}`;
  const script: Value = at % 7 === 0 ? unknown(`var.script_${at} has no default`) : text;
  const on: Value = at % 11 === 0 ? unknown(`var.on_${at} has no default`) : at % 2 === 0;
  return resource(`t_x.n${at}`, { script, on, a: at % 5 === 0 });
});

test("each of many that differ in one text is answered as it is by itself", () => {
  const together = assessed(catalog, ...many);
  for (const one of many) {
    const alone = assessed(catalog, one);
    expect([...together.duties.of(one.address)]).toEqual([...alone.duties]);
    expect(holders(componentAt(together, one.address))).toEqual(holders(componentAt(alone, one.address)));
    expect(componentAt(together, one.address).possibleVariants).toEqual(
      componentAt(alone, one.address).possibleVariants,
    );
  }
});
