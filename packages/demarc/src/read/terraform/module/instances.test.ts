/** How many there are of a resource, and what its blocks become. */
import { describe, expect, test } from "vitest";
import { isUnknown } from "../../../model/value.js";
import { addressesOf, readTexts, resourceOf, shown } from "./reading-for-tests.js";

const attributesIn = (text: string, address: string): unknown =>
  shown(resourceOf(readTexts({ "main.tf": text }), address).attributes);

describe("count", () => {
  test("makes instances that know their index, and none for 0", () => {
    const inventory = readTexts({
      "main.tf": `
        resource "aws_subnet" "a" {
          count      = 2
          cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
        }
        resource "aws_subnet" "none" {
          count = false ? 1 : 0
        }`,
    });
    expect(inventory.resources.map((each) => [each.address, each.attributes.cidr_block])).toEqual([
      ["aws_subnet.a[0]", "10.0.0.0/24"],
      ["aws_subnet.a[1]", "10.0.1.0/24"],
    ]);
  });

  test("of an unknown number is one resource of unknown number, never none", () => {
    const [resource] = readTexts({ "main.tf": 'variable "n" {}\nresource "a_b" "c" {\n  count = var.n\n}' }).resources;
    expect(resource).toMatchObject({ address: "a_b.c", number: "unknown" });
  });

  test("beyond any real deployment is one resource and a problem", () => {
    const inventory = readTexts({ "main.tf": 'resource "a_b" "c" {\n  count = 1000000000\n}' });
    expect(inventory.resources).toHaveLength(1);
    expect(inventory.problems[0]?.message).toContain("count is 1000000000");
  });
});

describe("for_each", () => {
  test("takes maps, sets and other resources, keys in order", () => {
    const inventory = readTexts({
      "main.tf": `
        resource "a_map" "m" {
          for_each = { b = 1, a = 2 }
          v        = each.value
        }
        resource "a_set" "s" {
          for_each = toset(["y", "x", "y"])
          v        = "\${each.key}\${each.value}"
        }
        resource "a_chain" "c" {
          for_each = a_map.m
          v        = each.value.v
        }`,
    });
    expect(inventory.resources.map((each) => [each.address, each.attributes.v])).toEqual([
      ['a_map.m["a"]', 2],
      ['a_map.m["b"]', 1],
      ['a_set.s["x"]', "xx"],
      ['a_set.s["y"]', "yy"],
      ['a_chain.c["a"]', 2],
      ['a_chain.c["b"]', 1],
    ]);
  });

  test("with unknown keys is one resource of unknown number, which keeps what each.value points to", () => {
    const inventory = readTexts({
      "main.tf": `
        resource "aws_kms_key" "k" {}
        resource "a_b" "c" {
          for_each = toset([aws_kms_key.k.arn])
          key      = each.value
        }`,
    });
    const resource = resourceOf(inventory, "a_b.c");
    expect(resource.number).toBe("unknown");
    expect(resource.references.key).toEqual([{ address: "aws_kms_key.k", attribute: "arn" }]);
  });

  test.each(["__proto__", "constructor", "a]b", 'q"uote'])("takes %s for a key like any other", (key) => {
    const literal = JSON.stringify(key);
    const inventory = readTexts({
      "main.tf": `
        resource "a_b" "c" {
          for_each = { ${literal} = 7 }
          v        = each.value
        }
        resource "d_e" "f" {
          v = a_b.c[${literal}].v
        }`,
    });
    expect(addressesOf(inventory)).toEqual([`a_b.c[${literal}]`, "d_e.f"]);
    expect(resourceOf(inventory, "d_e.f").attributes.v).toBe(7);
  });
});

describe("blocks", () => {
  test("are lists, and dynamic blocks stand beside written ones", () => {
    const text = `
      resource "a_b" "c" {
        rule {
          port = 1
        }
        dynamic "rule" {
          for_each = [22, 80]
          content {
            port = rule.value
            at   = rule.key
          }
        }
      }`;
    expect(attributesIn(text, "a_b.c")).toEqual({ rule: [{ port: 1 }, { port: 22, at: 0 }, { port: 80, at: 1 }] });
  });

  test("can be dynamic inside of dynamic, with iterators of other names", () => {
    const text = `
      resource "a_b" "c" {
        dynamic "outer" {
          for_each = { x = [1, 2] }
          iterator = it
          content {
            name = it.key
            dynamic "inner" {
              for_each = toset(formatlist("%s-%d", it.key, it.value))
              content {
                id = inner.key
              }
            }
          }
        }
      }`;
    expect(attributesIn(text, "a_b.c")).toEqual({ outer: [{ name: "x", inner: [{ id: "x-1" }, { id: "x-2" }] }] });
  });

  test("of an unknown number are unknown, and none for an empty list", () => {
    const text = `
      variable "rules" {}
      resource "a_b" "c" {
        dynamic "rule" {
          for_each = var.rules
          content {}
        }
        dynamic "other" {
          for_each = []
          content {}
        }
      }`;
    expect(attributesIn(text, "a_b.c")).toEqual({ rule: "?", other: [] });
  });
});

describe("what cannot be evaluated", () => {
  test("is unknown with a reason: a circle, also through try(), is reported once", () => {
    const { resources, problems } = readTexts({
      "main.tf": `
        locals {
          a = local.b
          b = try(local.a, "fallback")
        }
        resource "a_b" "c" {
          v = local.a
          w = local.b
        }`,
    });
    expect(shown(resources[0]?.attributes)).toEqual({ v: "?", w: "?" });
    expect(problems.map(({ message, line }) => [message, line])).toEqual([["local.a depends on itself.", 3]]);
  });

  test("may be as deep, as large and as long as it likes", () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => `  l${at} = ${at === 0 ? "1" : `local.l${at - 1}`}`);
    const doubling = Array.from({ length: 60 }, (_, at) => `  d${at + 1} = [local.d${at}, local.d${at}]`);
    const { resources } = readTexts({
      "main.tf": `
        locals {
          d0 = 1
          r  = range(1000)
        ${chain.join("\n")}
        ${doubling.join("\n")}
        }
        resource "a_b" "c" {
          chain    = local.l19999
          doubling = jsonencode(local.d60)
          loop     = [for a in local.r : [for b in local.r : [for c in local.r : try(a, b, c)]]]
          wide     = format("%999999999d", 1)
          rows     = setproduct(local.r, local.r, local.r)
        }`,
    });
    const values = Object.entries(resources[0]?.attributes ?? {});
    expect(values.map(([name, value]) => [name, isUnknown(value) && value.because])).toEqual([
      ["chain", "it is nested too deeply"],
      ["doubling", "the value is too large"],
      ["loop", "it takes too much work to tell"],
      ["wide", "format(): the text is too long"],
      ["rows", "setproduct(): setproduct() of so many rows"],
    ]);
  });
});
