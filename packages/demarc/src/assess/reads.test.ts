import { expect, test } from "vitest";
import { loadCatalog } from "../catalog/load.js";
import { attributesRead, type Reads } from "./reads.js";

const catalog = loadCatalog();
const reads = attributesRead(catalog, "terraform");
const has = (found: Reads, name: string): boolean => found === "all" || found.has(name);

test("what facts read of a component, and what points from it, is asked for", () => {
  for (const name of ["launch_type", "capacity_provider_strategy", "cluster", "task_definition"])
    expect(has(reads("aws_ecs_service"), name), name).toBe(true);
});

test("what conditions read of a part, and what ties it to its owner, is asked for", () => {
  expect(has(reads("aws_s3_bucket_versioning"), "versioning_configuration")).toBe(true);
  expect(has(reads("aws_s3_bucket_versioning"), "bucket")).toBe(true);
});

test("an attribute that nothing looks at is not asked for, nor anything of a type that the catalog does not know", () => {
  expect(has(reads("aws_instance"), "user_data_replace_on_change")).toBe(false);
  expect(reads("acme_thing")).toEqual(new Map());
});

test("it is told whether an attribute is read as nested blocks", () => {
  const ofService = reads("aws_ecs_service");
  expect(ofService !== "all" && ofService.get("launch_type")).toBe("value");
  expect(ofService !== "all" && ofService.get("capacity_provider_strategy")).toBe("blocks");
});
