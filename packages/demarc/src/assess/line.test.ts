import { expect, test } from "vitest";
import {
  assessed,
  cells,
  componentAt,
  holders,
  resource,
  type TinyService,
  tinyCatalog,
} from "../../../../test/tiny-catalog.js";
import { unknown } from "../model/value.js";

const db: TinyService = {
  service: "t/db",
  components: [
    { kind: "instance", terraform: ["t_instance"] },
    { kind: "proxy", terraform: ["t_proxy"] },
  ],
  facts: { mode: { terraform: "it.mode" }, extra: { terraform: "isTrue(it.extra)" } },
  areas: cells({ data: "shared", os: "provider", server: "provider" }, "service"),
  kinds: { instance: { areas: cells({ server: "none" }, "kind") }, proxy: { model: "theirs" } },
  variants: {
    small: { name: "small", group: "size", when: 'facts.mode == "small"', areas: cells({ os: "customer" }, "small") },
    any: { name: "any size", group: "size", when: "facts.mode != null", areas: cells({ os: "shared" }, "any") },
    extra: { name: "with extra", when: "facts.extra", areas: cells({ logging: "none" }, "extra") },
    managed: { name: "managed", when: 'facts.mode == "managed"', model: "theirs", areas: cells({ data: "shared" }) },
  },
};
const catalog = tinyCatalog(db);

function instance(attributes: Parameters<typeof resource>[1]) {
  const assessment = assessed(catalog, resource("t_instance.x", attributes));
  return { component: componentAt(assessment, "t_instance.x"), answers: assessment.answers };
}

test("a cell comes from the model, the service, the kind and the variant, and keeps each step", () => {
  const { component, answers } = instance({ mode: "small", extra: true });
  expect(holders(component)).toEqual({ data: "shared", os: "customer", server: "none", logging: "none" });
  const stepsOf = (area: string) => answers[component.cells[area]?.answer ?? -1]?.setBy;
  expect(stepsOf("data")).toEqual(["model mine", "t/db"]);
  expect(stepsOf("os")).toEqual(["model mine", "t/db", "t/db:small"]);
  expect(stepsOf("server")).toEqual(["model mine", "t/db", "t/db (instance)"]);
  expect(answers[component.cells.os?.answer ?? -1]).toMatchObject({
    party: "you",
    because: "small says customer.",
    steps: [{ holder: "customer" }, { holder: "provider" }, { holder: "customer" }],
  });
});

test("a kind with a model of its own starts afresh: nothing of the service holds", () => {
  const assessment = assessed(catalog, resource("t_proxy.x"));
  const component = componentAt(assessment, "t_proxy.x");
  expect(component.model).toBe("theirs");
  expect(holders(component)).toEqual({ data: "provider", os: "provider", server: "provider", logging: "provider" });
  expect(assessment.answers[component.cells.os?.answer ?? -1]?.setBy).toEqual(["model theirs"]);
});

test("a variant with a model of its own starts afresh: also an earlier variant is forgotten", () => {
  const { component, answers } = instance({ mode: "managed", extra: true });
  expect(component).toMatchObject({ model: "theirs", variants: ["any", "extra", "managed"] });
  expect(holders(component)).toEqual({ data: "shared", os: "provider", server: "provider", logging: "provider" });
  expect(answers[component.cells.logging?.answer ?? -1]?.setBy).toEqual(["model theirs"]);
});

test("of a group the first that is true applies, and one of its own applies beside it", () => {
  expect(instance({ mode: "small", extra: true }).component.variants).toEqual(["small", "extra"]);
  expect(instance({ mode: "large" }).component.variants).toEqual(["any"]);
  expect(instance({}).component.variants).toEqual([]);
});

test("an unknown condition does not fall through: the cell is who it may be, and says what it hangs on", () => {
  const { component, answers } = instance({ mode: unknown("var.mode has no default") });
  expect(component).toMatchObject({ variants: [], possibleVariants: ["small", "any", "managed"] });
  // A managed one that is also small is the provider's: what is laid last counts.
  expect(holders(component)).toEqual({
    data: "shared",
    os: "customer or provider or shared",
    server: "none or provider",
    logging: "customer or provider",
  });
  const answer = answers[component.cells.logging?.answer ?? -1];
  expect(answer).toMatchObject({ party: "not known", confidence: "unknown" });
  expect(answer?.because).toMatch(/var\.mode has no default/i);
  expect(answer?.alternatives).toMatchObject([
    { holder: "provider", when: expect.stringContaining("managed"), because: "theirs says provider." },
    { holder: "customer", when: "otherwise", because: "mine says customer." },
  ]);
});

test("variants that may apply together may give what none of them gives alone", () => {
  // `b1` displaces `b2` from its group, and only then is `a`, which stands before `b2`, the last to speak.
  const together = tinyCatalog({
    service: "t/x",
    components: [{ terraform: ["t_x"] }],
    facts: { a: { terraform: "it.a == true" }, b: { terraform: "it.b == true" } },
    variants: {
      a: { name: "a", when: "facts.a", areas: cells({ os: "none" }) },
      b1: { name: "b1", group: "b", when: "facts.b", areas: cells({ data: "shared" }) },
      b2: { name: "b2", group: "b", when: "true", areas: cells({ os: "provider" }) },
    },
  });
  const hidden = { a: unknown("?"), b: unknown("?") };
  const os = (attributes: Parameters<typeof resource>[1]) =>
    holders(componentAt(assessed(together, resource("t_x.x", attributes)), "t_x.x")).os;
  expect(os({ a: true, b: true })).toBe("none");
  expect(os({ a: unknown("?"), b: false })).toBe("provider");
  expect(os(hidden)).toBe("customer or none or provider");
});
