/** The rules on dates: each finds what it is for, and nothing in sound files. */
import { expect, test } from "vitest";
import type { ProductFile, ServiceFile } from "../source-files.js";
import type { CatalogContext } from "./context.js";
import { lifecycleRules, productFaults } from "./lifecycles.js";

const product: ProductFile = {
  product: "aws-thing",
  name: "Things",
  source: { title: "Things", url: "https://docs.aws.amazon.com/things", seen: "2026-11-24" },
  versions: "whole",
  milestones: {
    deprecation: { name: "deprecation", about: "No more patches." },
    end: { name: "end", about: "Gone." },
  },
  cycles: [
    { cycle: "2", released: "2024-01-01", deprecation: "2026-02-28" },
    { cycle: "1", also: ["one"], deprecation: "2024-02-29", end: "2025-01-01" },
  ],
};

const service = {
  service: "aws/thing",
  name: "Thing",
  facts: { version: { any: "it.version" } },
  variants: { big: { name: "big", when: "facts.version == '2'" } },
  lifecycle: {
    thing: {
      about: "until when it is patched",
      product: "aws-thing",
      cycle: "facts.version",
      changes: { old: { at: "deprecation", name: "old", areas: {} } },
      duties: [{ id: "aws/thing/move", by: "end", area: "os", title: "Move", source: "s" }],
    },
  },
  components: [],
} as unknown as ServiceFile;

function context(products: readonly ProductFile[] = [product], services: readonly ServiceFile[] = [service]) {
  return {
    products: new Map(products.map((file) => [file.product, file])),
    services: new Map(services.map((file) => [file.service, file])),
    domains: { aws: ["aws.amazon.com"] },
  } as unknown as CatalogContext;
}

function faults(change: object, products?: readonly ProductFile[]): readonly string[] {
  const file = { ...service, ...change } as ServiceFile;
  return lifecycleRules.flatMap((rule) => rule.check(file, "aws/thing.yaml", context(products)));
}

function thing(change: object): object {
  return { lifecycle: { thing: { ...service.lifecycle?.thing, ...change } } };
}

test("sound files have no faults", () => {
  expect(faults({})).toEqual([]);
  expect(productFaults(product, "lifecycle/aws-thing.yaml", context())).toEqual([]);
});

test.each<[string, object, RegExp]>([
  ["a product that is not there", thing({ product: "aws-other" }), /no lifecycle\/aws-other\.yaml/],
  [
    "a milestone that is not there",
    thing({ changes: { old: { at: "nope", name: "old", areas: {} } } }),
    /aws-thing\.yaml has no milestone nope/,
  ],
  [
    "a change with the name of a variant",
    thing({ changes: { big: { at: "end", name: "big", areas: {} } } }),
    /two variants big/,
  ],
  [
    "a fact with the name of a lifecycle's",
    { facts: { version: { any: "it.version" }, thingPast: { any: "true" } } },
    /thingPast is a lifecycle's/,
  ],
  [
    "a date in a condition",
    { variants: { big: { name: "big", when: 'asOf > "2026-01-01"' } } },
    /variant big: reads asOf/,
  ],
])("%s is found", (_, change, message) => {
  expect(faults(change)).toEqual([expect.stringMatching(message)]);
});

const cycles = (...list: ProductFile["cycles"]): Partial<ProductFile> => ({ cycles: list });

test.each<[string, Partial<ProductFile>, RegExp]>([
  ["another name than the file's", { product: "aws-else" }, /belongs in lifecycle\/aws-else\.yaml/],
  ["a page of somebody else", { source: { ...product.source, url: "https://blog.example/x" } }, /no page of aws/],
  ["a page that only ends like one", { source: { ...product.source, url: "https://myaws.amazon.com.x/x" } }, /no page/],
  ["a cycle twice", cycles({ cycle: "1" }, { cycle: "2", also: ["1"] }), /1 stands twice/],
  ["a milestone that is none", cycles({ cycle: "1", ends: "2026-01-01" }), /there is no milestone ends/],
  ["a day that is none", cycles({ cycle: "1", end: "2026-02-30" }), /2026-02-30 is no date/],
  [
    "dates in the wrong order",
    cycles({ cycle: "1", deprecation: "2026-01-02", end: "2026-01-01" }),
    /not in the order of the milestones/,
  ],
])("a product with %s is found", (_, change, message) => {
  const found = productFaults({ ...product, ...change }, "lifecycle/aws-thing.yaml", context());
  expect(found.join("\n")).toMatch(message);
});

test("a product that no service reads is found", () => {
  expect(productFaults(product, "lifecycle/aws-thing.yaml", context([product], []))).toEqual(["no service reads it"]);
});
