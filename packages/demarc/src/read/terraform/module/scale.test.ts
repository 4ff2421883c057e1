/** Configurations that are large, and honest. */
import { describe, expect, test } from "vitest";
import { isUnknown } from "../../../model/value.js";
import { readTexts, resourceOf } from "./reading-for-tests.js";

describe("large configurations", () => {
  test("each of 10,000 copies may look through a collection of as many", () => {
    const inventory = readTexts({
      "main.tf": `
        locals {
          members = merge([for a in range(100) : { for b in range(100) : "m-\${a}-\${b}" => { size = a * 100 + b } }]...)
        }
        resource "an_item" "i" {
          count = length(local.members)
          size  = values(local.members)[count.index].size
          name  = element(keys(local.members), count.index)
        }
        resource "a_link" "l" {
          count = length(an_item.i)
          to    = element(an_item.i[*].id, count.index)
        }`,
    });
    expect(inventory.problems).toEqual([]);
    expect(inventory.resources).toHaveLength(20_000);
    expect(resourceOf(inventory, "an_item.i[9999]").attributes).toMatchObject({ size: 9999, name: "m-99-99" });
    expect(resourceOf(inventory, "a_link.l[1234]").references.to).toEqual([
      { address: "an_item.i[1234]", attribute: "id" },
    ]);
  }, 30_000);

  test("a list of blocks with thousands of pointers tells each of them once", () => {
    const inventory = readTexts({
      "main.tf": `
        resource "a_target" "t" {
          count = 50
        }
        resource "a_list" "l" {
          dynamic "entry" {
            for_each = flatten([for a in range(100) : [for b in range(50) : a * 50 + b]])
            content {
              to = a_target.t[entry.value % 50].id
            }
          }
        }`,
    });
    const list = resourceOf(inventory, "a_list.l");
    expect(list.attributes.entry).toHaveLength(5000);
    expect(list.references["entry.to"]).toHaveLength(50);
  }, 30_000);

  test("copies share what is the same for all, and have what is their own", () => {
    const inventory = readTexts({
      "main.tf": `
        resource "a_b" "c" {
          count  = 2
          shared = { tags = [a_b.other.id, "x"] }
          own    = { tags = [count.index] }
        }
        resource "a_b" "other" {}`,
    });
    const [first, second] = inventory.resources.map((resource) => resource.attributes);
    expect(first?.shared).toBe(second?.shared);
    expect(first?.own).toEqual({ tags: [0] });
    expect(second?.own).toEqual({ tags: [1] });
    expect(isUnknown(first?.shared)).toBe(false);
  });

  test("a folder of thousands of files is read whole", () => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [`f${at}.tf`, `resource "a_b" "r${at}" {}\n`]),
    );
    expect(readTexts(files).resources).toHaveLength(3000);
  });
});
