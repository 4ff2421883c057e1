import { describe, expect, test } from "vitest";
import {
  assessed,
  cells,
  componentAt,
  holders,
  resource,
  type TinyService,
  tinyCatalog,
  to,
} from "../../../../test/tiny-catalog.js";
import type { Resource } from "../model/inventory.js";
import { unknown } from "../model/value.js";

const app: TinyService = {
  service: "t/app",
  components: [{ terraform: ["t_app"] }],
  relations: { host: { terraform: "host", to: ["t/host", "t/app"] } },
  facts: { hosted: { terraform: "it.hosted != false" } },
  "runs-on": [{ relation: "host", when: "facts.hosted", areas: ["os", "server"] }],
};
const host: TinyService = {
  service: "t/host",
  components: [{ terraform: ["t_host"] }],
  facts: { managed: { terraform: "it.managed == true" } },
  variants: {
    managed: { name: "managed", when: "facts.managed", areas: cells({ os: "provider", server: "provider" }) },
  },
};
const catalog = tinyCatalog(app, host);
const managed = resource("t_host.managed", { managed: true });
const own = resource("t_host.own");

function app1(resources: readonly Resource[]) {
  const assessment = assessed(catalog, ...resources);
  const component = componentAt(assessment, "t_app.x");
  const { os = "", data = "" } = holders(component);
  return {
    component,
    os,
    data,
    answer: assessment.answers[component.cells.os?.answer ?? -1],
    problems: assessment.problems,
  };
}

describe("what a component runs on", () => {
  test("answers the areas that the service names, and no other", () => {
    const { component, os, data, answer } = app1([resource("t_app.x", { host: to("t_host.managed") }), managed]);
    expect(component.runsOn).toBe("t_host.managed");
    expect([os, data]).toEqual(["provider", "customer"]);
    expect(answer?.setBy).toEqual(["model mine", "t/host:managed", "runs on t_host.managed"]);
  });

  test("answers through a chain", () => {
    const { os } = app1([
      resource("t_app.x", { host: to("t_app.y") }),
      resource("t_app.y", { host: to("t_host.managed") }),
      managed,
    ]);
    expect(os).toBe("provider");
  });

  test("is one holder where several agree, and both where they differ, each with its own part", () => {
    const more = resource("t_host.more", { managed: true });
    const both = (...hosts: string[]) => app1([resource("t_app.x", { host: hosts.map(to) }), managed, own, more]);
    expect(both("t_host.managed", "t_host.more").os).toBe("provider");
    const { os, answer } = both("t_host.managed", "t_host.own");
    expect(os).toBe("shared");
    expect(answer).toMatchObject({
      party: "Tee and you",
      because: "It runs on t_host.managed and t_host.own, which differ here: Tee on t_host.managed, you on t_host.own.",
      providerDoes: "on t_host.managed: it: provider does.",
      customerDoes: "on t_host.own: mine: customer does.",
    });
  });

  test("is its own where it runs on nothing, and where the rule does not hold", () => {
    expect(app1([resource("t_app.x", { host: "somewhere" }), managed]).os).toBe("customer");
    expect(app1([resource("t_app.x", { host: to("t_host.managed"), hosted: false }), managed]).os).toBe("customer");
  });

  test("may be either where it is not known whether the rule holds", () => {
    const hosted = unknown("var.hosted has no default");
    expect(app1([resource("t_app.x", { host: to("t_host.managed"), hosted }), managed]).os).toBe(
      "customer or provider",
    );
  });

  test("is any line of what it may run on where the target is not known, also of what that runs on in turn", () => {
    const { os, answer } = app1([resource("t_app.x", { host: unknown("var.host has no default") })]);
    expect(os).toBe("customer or provider or shared");
    expect(answer?.because).toMatch(/var\.host has no default/i);
    expect(answer?.alternatives).toContainEqual({
      holder: "provider",
      when: expect.stringContaining("it runs on Tee host managed"),
      because: "it says provider.",
    });
    const far = tinyCatalog(app, host, {
      service: "t/far",
      components: [{ terraform: ["t_far"] }],
      relations: { app: { terraform: "app", to: ["t/app"] } },
      "runs-on": [{ relation: "app", areas: ["os"] }],
    });
    const assessment = assessed(far, resource("t_far.x", { app: unknown("?") }));
    expect(holders(componentAt(assessment, "t_far.x")).os).toBe("customer or provider or shared");
  });

  test.each([
    ["is looked up", to("data.t_host.d"), "data.t_host.d is looked up, not defined in these files"],
    ["is of a type that the catalog does not know", to("t_strange.s"), "t_strange.s is not among what demarc knows"],
    [
      "is one of two",
      unknown("var.x has no default", [{ address: "t_host.managed" }, { address: "t_host.own" }]),
      "which",
    ],
    ["stands in a list with an unknown", [to("t_host.own"), unknown("var.x has no default")], "var.x has no default"],
  ])("is not known where the target %s", (_, target, why) => {
    const { os, answer } = app1([
      resource("t_app.x", { host: target }),
      managed,
      own,
      resource("data.t_host.d"),
      resource("t_strange.s"),
    ]);
    expect(os).toBe("customer or provider or shared");
    expect(answer?.because.toLowerCase()).toContain(why === "which" ? "t_host.managed or t_host.own: var.x" : why);
  });

  test("may be itself or a circle: whoever is asked first, the answers are the same, and nothing is a fault", () => {
    const circle = [
      resource("t_app.x", { host: to("t_app.y") }),
      resource("t_app.y", { host: [to("t_app.x"), to("t_host.managed")] }),
      resource("t_app.z", { host: to("t_app.z") }),
      managed,
    ];
    const there = assessed(catalog, ...circle);
    const back = assessed(catalog, ...circle.toReversed());
    expect(there.problems).toEqual([]);
    for (const address of ["t_app.x", "t_app.y", "t_app.z"]) {
      expect(holders(componentAt(there, address))).toEqual(holders(componentAt(back, address)));
    }
    expect(holders(componentAt(there, "t_app.z")).os).toBe("customer");
  });
});

test("a relation reads the facts of what it leads to, and an unknown one is unknown", () => {
  const reading = tinyCatalog(host, {
    service: "t/app",
    components: [{ terraform: ["t_app"] }],
    relations: { host: { terraform: "host", to: ["t/host"] } },
    variants: { m: { name: "m", when: "refs.host[0].facts.managed == true", areas: cells({ os: "provider" }) } },
  });
  const os = (...resources: readonly Resource[]) => holders(componentAt(assessed(reading, ...resources), "t_app.x")).os;
  expect(os(resource("t_app.x", { host: to("t_host.managed") }), managed)).toBe("provider");
  expect(os(resource("t_app.x", { host: to("t_host.own") }), own)).toBe("customer");
  expect(os(resource("t_app.x"))).toBe("customer");
  expect(os(resource("t_app.x", { host: unknown("?") }))).toBe("customer or provider");
});

test("facts that lead back to themselves through relations are unknown, not endless", () => {
  const looped = tinyCatalog({
    service: "t/app",
    components: [{ terraform: ["t_app"] }],
    relations: { next: { terraform: "next", to: ["t/app"] } },
    facts: { deep: { any: "refs.next.exists(n, n.facts.deep == true)", about: "how deep it is" } },
    variants: { m: { name: "m", when: "facts.deep", areas: cells({ os: "provider" }) } },
  });
  const assessment = assessed(
    looped,
    resource("t_app.x", { next: to("t_app.y") }),
    resource("t_app.y", { next: to("t_app.x") }),
  );
  expect(holders(componentAt(assessment, "t_app.x")).os).toBe("customer or provider");
});

test("a fault of the catalog leaves its cells unknown and is reported", () => {
  const broken = tinyCatalog({
    service: "t/app",
    components: [{ terraform: ["t_app"] }],
    facts: { size: { terraform: "it.size" } },
    variants: { m: { name: "m", when: "facts.size", areas: cells({ os: "provider" }) } },
  });
  const assessment = assessed(broken, resource("t_app.x", { size: 3 }));
  expect(holders(componentAt(assessment, "t_app.x"))).toMatchObject({ os: "customer or provider", data: "customer" });
  expect(assessment.problems).toMatchObject([
    { severity: "warning", message: expect.stringContaining("t/app: facts.size: gives 3, and not true or false") },
  ]);
});
