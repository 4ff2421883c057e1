import { expect, test } from "vitest";
import { renewed } from "./lists.js";

test("a list is renewed with its head, sorted, each name once, and says what came and went", () => {
  const before = "# Names of things\naws_b\naws_c\n";
  expect(renewed(before, ["aws_c", "aws_a", "aws_c"])).toEqual({
    added: ["aws_a"],
    removed: ["aws_b"],
    text: "# Names of things\naws_a\naws_c\n",
  });
});
