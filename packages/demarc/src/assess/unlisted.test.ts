import { describe, expect, test } from "vitest";
import { assessed, cells, componentAt, holders, resource, tinyCatalog, to } from "../../../../test/tiny-catalog.js";

const store = {
  service: "t/store",
  namespaces: ["t_store_", "t_shared_"],
  components: [{ terraform: ["t_store_table"] }, { kind: "setting", terraform: ["t_store_setting"] }],
  facts: { isFast: { any: "it.fast == true" } },
  kinds: { setting: { areas: cells({ data: "none" }) } },
  variants: { fast: { name: "fast", when: "facts.isFast", areas: cells({ os: "provider" }) } },
};
const queue = {
  service: "t/queue",
  namespaces: ["t_store_queue_", "t_shared_"],
  components: [{ terraform: ["t_queue"] }],
  areas: cells({ os: "customer", logging: "none" }),
};
const catalog = tinyCatalog(store, queue);

describe("a type that the catalog knows only by the beginning of its name", () => {
  test("takes what all of its service has in common, as inferred, and the rest is unknown", () => {
    const assessment = assessed(catalog, resource("t_store_new.a", { fast: true }), resource("t_store_table.b"));
    const component = componentAt(assessment, "t_store_new.a");
    expect(component).toMatchObject({ service: "t/store", kind: "unlisted", variants: [] });
    expect(component.cells.os).toMatchObject({ holder: "unknown" });
    expect(component.cells.data).toMatchObject({ holder: "unknown" });
    const known = Object.entries(component.cells).filter(([, cell]) => cell.holder !== "unknown");
    expect(known.map(([area]) => area)).toEqual(["server", "logging"]);
    for (const [area, cell] of known) {
      expect(cell.holder).toBe(componentAt(assessment, "t_store_table.b").cells[area]?.holder);
      expect(assessment.answers[cell.answer]?.confidence).toBe("inferred");
    }
    expect(assessment.summary).toMatchObject({ unclassified: 0, unlisted: 1 });
  });

  test("has no checks made for other types", () => {
    const assessment = assessed(catalog, resource("t_store_new.a"));
    for (const duty of assessment.duties.of("t_store_new.a")) expect(duty.status).toBe("unknown");
  });

  test("belongs to the service with the longest beginning", () => {
    expect(componentAt(assessed(catalog, resource("t_store_queue_new.a")), "t_store_queue_new.a").service).toBe(
      "t/queue",
    );
  });

  test("of a beginning that services share is answered where they agree", () => {
    const component = componentAt(assessed(catalog, resource("t_shared_new.a")), "t_shared_new.a");
    expect(holders(component)).toEqual({
      data: "customer or none",
      os: "customer or provider",
      server: "customer",
      logging: "customer or none",
    });
  });

  test("is no answer to what points to it", () => {
    const pointing = tinyCatalog(
      {
        service: "t/app",
        components: [{ terraform: ["t_app"] }],
        relations: { store: { terraform: "store", to: ["t/store"] } },
        facts: { isFast: { any: "refs.store.exists(s, s.facts.isFast)" } },
        variants: { fast: { name: "fast", when: "facts.isFast", areas: cells({ os: "customer" }) } },
      },
      store,
    );
    const assessment = assessed(
      pointing,
      resource("t_app.a", { store: to("t_store_new.s") }),
      resource("t_store_new.s", { fast: true }),
    );
    expect(componentAt(assessment, "t_app.a").possibleVariants).toEqual(["fast"]);
  });

  test("of no known beginning stays unclassified", () => {
    expect(assessed(catalog, resource("t_stor_new.a")).unclassified).toHaveLength(1);
  });
});
