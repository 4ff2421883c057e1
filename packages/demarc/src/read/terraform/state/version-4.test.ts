import { expect, it } from "vitest";
import { isUnknown, type Value } from "../../../model/value.js";
import { sourceOfBytes } from "../../json/byte-source.js";
import { readTerraformJson } from "../plan/read.js";

/** The attributes of one resource of a state file, in which the paths of these steps are sensitive. */
function attributesWith(...sensitive: readonly (readonly unknown[])[]): unknown {
  const attributes = { password: "secret-a", block: [{ variables: { TOKEN: "secret-b", MODE: "fast" } }], size: 3 };
  const instances = [{ schema_version: 0, attributes, sensitive_attributes: sensitive }];
  const state = {
    version: 4,
    serial: 1,
    lineage: "0",
    resources: [{ mode: "managed", type: "t", name: "x", instances }],
  };
  const source = sourceOfBytes(new TextEncoder().encode(JSON.stringify(state)));
  const { resources } = readTerraformJson({ file: "terraform.tfstate", source, reads: () => "all" });
  return shown(resources[0]?.attributes as Value);
}

function shown(value: Value): unknown {
  if (isUnknown(value)) return "(secret)";
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner as Value)]));
}

const name = (value: string): unknown => ({ type: "get_attr", value });
const at = (value: unknown, type: string): unknown => ({ type: "index", value: { value, type } });

it("hides one secret of a map, and nothing beside it", () => {
  expect(
    attributesWith([name("password")], [name("block"), at(0, "number"), name("variables"), at("TOKEN", "string")]),
  ).toEqual({
    password: "(secret)",
    block: [{ variables: { TOKEN: "(secret)", MODE: "fast" } }],
    size: 3,
  });
});

it.each([
  { what: "an item of a set", step: at({ a: 1 }, "object") },
  { what: "a step of another kind", step: { type: "splat" } },
  { what: "a place that no list has", step: at(1e9, "number") },
  { what: "a name where there is a list", step: name("variables") },
  { what: "nothing", step: null },
])("hides all that a path begins with where its next step is $what", ({ step }) => {
  const shownOf = JSON.stringify(attributesWith([name("block"), step]));
  expect(shownOf).not.toContain("secret-b");
  expect(shownOf).toContain("secret-a");
});

it("hides every secret, however many paths lead into one block", () => {
  const token = [name("block"), at(0, "number"), name("variables"), at("TOKEN", "string")];
  expect(attributesWith(token, [name("block")])).toMatchObject({ block: "(secret)" });
  expect(attributesWith([name("block")], token)).toMatchObject({ block: "(secret)" });
  expect(attributesWith([{ type: "index" }], token)).toMatchObject({ block: [{ variables: { TOKEN: "(secret)" } }] });
});
