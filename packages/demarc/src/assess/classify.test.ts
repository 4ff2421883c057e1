import { describe, expect, test } from "vitest";
import { assessed, cells, componentAt, holders, resource, tinyCatalog, to } from "../../../../test/tiny-catalog.js";
import { unknown } from "../model/value.js";

const bucket = {
  service: "t/bucket",
  components: [{ terraform: ["t_bucket"] }],
  parts: [
    { terraform: "t_policy", of: "bucket" },
    { terraform: "t_statement", of: "policy" },
    { terraform: "t_rules", by: "rules" },
  ],
  facts: {
    hasPolicy: { any: "parts.t_policy.size() > 0" },
    hasStatement: { any: "parts.t_statement.size() > 0" },
    hasRules: { any: "parts.t_rules.exists(r, r.strict == true)" },
  },
  variants: {
    policy: { name: "with a policy", when: "facts.hasPolicy", areas: cells({ data: "shared" }) },
    statement: { name: "with a statement", when: "facts.hasStatement", areas: cells({ os: "provider" }) },
    rules: { name: "with strict rules", when: "facts.hasRules", areas: cells({ logging: "provider" }) },
  },
};
const catalog = tinyCatalog(bucket);

describe("parts", () => {
  test("a part belongs to what it points to; to what has the name it gives, it may belong", () => {
    const assessment = assessed(
      catalog,
      resource("t_bucket.a", { bucket: "data" }),
      resource("t_bucket.b", { bucket: "logs" }),
      resource("t_policy.p", { bucket: to("t_bucket.a") }),
      resource("t_policy.loose", { bucket: "logs" }),
    );
    expect(componentAt(assessment, "t_bucket.a")).toMatchObject({ parts: ["t_policy.p"], variants: ["policy"] });
    expect(componentAt(assessment, "t_bucket.b")).toMatchObject({
      parts: [],
      variants: [],
      possibleVariants: ["policy"],
    });
    expect(assessment.unattached).toMatchObject([{ address: "t_policy.loose", service: "t/bucket" }]);
  });

  test("what an owner names by a text that a part bears, may be its part", () => {
    const assessment = assessed(
      catalog,
      resource("t_bucket.a", { rules: "strict" }),
      resource("t_bucket.b", { rules: "lax" }),
      resource("t_rules.r", { name: "strict", strict: true }),
    );
    expect(componentAt(assessment, "t_bucket.a").possibleVariants).toEqual(["rules"]);
    expect(componentAt(assessment, "t_bucket.b").possibleVariants).toBeUndefined();
  });

  test("a part of a part is a part of the whole", () => {
    const assessment = assessed(
      catalog,
      resource("t_bucket.a"),
      resource("t_policy.p", { bucket: to("t_bucket.a") }),
      resource("t_statement.s", { policy: to("t_policy.p") }),
    );
    expect(componentAt(assessment, "t_bucket.a")).toMatchObject({
      parts: ["t_policy.p", "t_statement.s"],
      variants: ["policy", "statement"],
    });
    expect(assessment.summary).toMatchObject({ resources: 3, components: 1, parts: 2, unattachedParts: 0 });
  });

  test("in a module that the catalog tells only in part, a part that is not there may be there all the same", () => {
    const via = { module: "acme/store/aws", versions: "< 2.0", source: { title: "", url: "", seen: "2026-11-24" } };
    const told = { ...resource("t_bucket.told"), via };
    const partly = { ...resource("t_bucket.partly"), via: { ...via, isPartly: true } };
    const assessment = assessed(catalog, told, partly);
    expect(componentAt(assessment, "t_bucket.told").possibleVariants).toBeUndefined();
    expect(componentAt(assessment, "t_bucket.partly")).toMatchObject({
      via: { module: "acme/store/aws" },
      possibleVariants: ["policy", "statement", "rules"],
    });
  });

  test("a part that its owner points to may have several owners", () => {
    const assessment = assessed(
      catalog,
      resource("t_bucket.a", { rules: to("t_rules.r") }),
      resource("t_bucket.b", { rules: [to("t_rules.r")] }),
      resource("t_rules.r", { strict: true }),
    );
    for (const address of ["t_bucket.a", "t_bucket.b"]) {
      expect(componentAt(assessment, address)).toMatchObject({ parts: ["t_rules.r"], variants: ["rules"] });
    }
  });

  test("where a part points cannot be told: any component may have it, also one that has another", () => {
    const assessment = assessed(
      tinyCatalog({
        ...bucket,
        facts: { hasPolicy: { any: 'parts.t_policy.exists(p, p.effect == "open")' } },
        variants: { policy: bucket.variants.policy },
      }),
      resource("t_bucket.a"),
      resource("t_bucket.b"),
      resource("t_policy.p", { bucket: to("t_bucket.b"), effect: "closed" }),
      resource("t_policy.q", { bucket: unknown("var.bucket has no default"), effect: "open" }),
    );
    for (const address of ["t_bucket.a", "t_bucket.b"]) {
      expect(componentAt(assessment, address)).toMatchObject({ variants: [], possibleVariants: ["policy"] });
    }
  });

  test("what a component's pointer to a part is cannot be told: it may have one", () => {
    const assessment = assessed(catalog, resource("t_bucket.a", { rules: unknown("var.rules has no default") }));
    expect(componentAt(assessment, "t_bucket.a").possibleVariants).toEqual(["rules"]);
  });

  test("a part of which the number is unknown may be there or not, and so may its own parts", () => {
    const assessment = assessed(
      catalog,
      resource("t_bucket.a"),
      { ...resource("t_policy.p", { bucket: to("t_bucket.a") }), number: "unknown" },
      resource("t_statement.s", { policy: to("t_policy.p") }),
    );
    expect(componentAt(assessment, "t_bucket.a")).toMatchObject({
      variants: [],
      possibleVariants: ["policy", "statement"],
    });
  });
});

describe("claims", () => {
  const claims = tinyCatalog(
    {
      service: "t/one",
      components: [{ terraform: ["t_db"], when: 'it.engine == "one"' }],
      areas: cells({ os: "provider" }),
      duties: [
        { id: "t/one/d", area: "logging", title: "Log", check: "facts.log", source: "s" },
        { id: "t/one/e", area: "data", title: "Sort", source: "s" },
      ],
      facts: { log: { any: "isTrue(it.log)" } },
    },
    { service: "t/two", components: [{ terraform: ["t_db"], when: 'it.engine != null && it.engine != "one"' }] },
  );

  test("the condition of a claim says which service it is, or that it is none", () => {
    const assessment = assessed(
      claims,
      resource("t_db.one", { engine: "one" }),
      resource("t_db.two", { engine: "two" }),
      resource("t_db.none"),
    );
    expect(assessment.components.map(({ address, service }) => [address, service])).toEqual([
      ["t_db.one", "t/one"],
      ["t_db.two", "t/two"],
    ]);
    expect(assessment.unclassified).toEqual([{ type: "t_db", address: "t_db.none", file: "main.tf", line: 1 }]);
  });

  test("where which service it is cannot be told, only what all agree on is answered, and no duty is met", () => {
    const assessment = assessed(
      claims,
      resource("t_db.x", { engine: unknown("var.engine has no default"), log: true }),
    );
    const component = componentAt(assessment, "t_db.x");
    expect(holders(component)).toEqual({
      data: "customer",
      os: "customer or provider",
      server: "customer",
      logging: "customer",
    });
    expect(assessment.answers[component.cells.os?.answer ?? -1]?.alternatives?.map(({ when }) => when)).toEqual([
      expect.stringContaining("it is Tee one"),
      expect.stringContaining("it is Tee two"),
    ]);
    expect([...assessment.duties].filter(({ area }) => area === "logging")).toMatchObject([
      { id: "t/one/d", status: "unknown", because: "which service it belongs to is not known" },
      { id: "area/logging", status: "unknown" },
    ]);
  });

  test("two claims of one service may differ in kind", () => {
    const kinds = tinyCatalog({
      service: "t/db",
      components: [
        { kind: "small", terraform: ["t_db"], when: "it.size == 1" },
        { kind: "large", terraform: ["t_db"], when: "it.size != 1" },
      ],
      kinds: { large: { areas: cells({ os: "provider" }) } },
    });
    const assessment = assessed(kinds, resource("t_db.x", { size: unknown("var.size has no default") }));
    expect(holders(componentAt(assessment, "t_db.x")).os).toBe("customer or provider");
  });
});

test("what is no component is counted as what it is: utility, unclassified, looked up", () => {
  const assessment = assessed(
    catalog,
    resource("random_id.a"),
    resource("t_strange.a"),
    resource("t_strange.b"),
    resource("data.t_bucket.a"),
  );
  expect(assessment.components).toEqual([]);
  expect(assessment.summary).toMatchObject({
    resources: 3,
    utility: 1,
    unclassified: 2,
    unclassifiedTypes: 1,
    dataSources: 1,
  });
});
