/** Which folders a folder calls, told without parsing what calls nothing. */
import { describe, expect, test } from "vitest";
import type { SourceTree } from "../../source-tree.js";
import { localCalls } from "./local-calls.js";

const calls = (text: string, name = "main.tf"): readonly string[] => {
  const tree: SourceTree = { read: () => text, list: () => [name], listAll: () => [] };
  return localCalls("live/shop", tree);
};

describe("local calls", () => {
  test.each([
    'module "a" {\n  source = "../a"\n}\n',
    '\uFEFFmodule "a" {\n  source = "../a"\n}\n',
    '  module a {\r\n  source = "../a"\r\n}\r\n',
    'resource "b" "c" {}\n/* one\n two */ module/**/"a" {\n  source = "../a"\n}\n',
    'module"a"{\n  source = "../a"\n}\n',
  ])("are found however they are written: %j", (text) => {
    expect(calls(text)).toEqual(["live/a"]);
  });

  test("are found in JSON", () => {
    expect(calls('{ "module": { "a": { "source": "./a" } } }', "main.tf.json")).toEqual(["live/shop/a"]);
  });

  test("are none where a module is only named, comes from elsewhere, or leads out of the tree", () => {
    expect(calls('resource "a" "b" {\n  c = module.d.e\n}\n')).toEqual([]);
    expect(calls('module "a" {\n  source = "hashicorp/x/aws"\n}\n')).toEqual([]);
    expect(calls('module "a" {\n  source = "../../../a"\n}\n')).toEqual([]);
  });
});
