/** Version constraints, as Terraform understands them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { intersection, isEmpty, reachesBeyond, type VersionRange, versionRange } from "./versions.js";

const range = (text: string): VersionRange => versionRange(text) as VersionRange;
const allows = (constraint: string, version: string): boolean =>
  !isEmpty(intersection(range(constraint), range(version)));

test.each([
  ["5.1.0", "5.1.0", "5.1.1"],
  ["= v5.1.0", "5.1.0", "5.0.9"],
  ["5.1", "5.1.0", "5.1.1"],
  ["~> 5.1", "5.9.3", "6.0.0"],
  ["~> 5.1", "5.1.0", "5.0.9"],
  ["~> 5.1.2", "5.1.9", "5.2.0"],
  ["~> 5", "9.0.0", "4.9.9"],
  [">= 3.0, < 4.0, != 3.2.1", "3.2.2", "3.2.1"],
  ["> 3.0", "3.0.1", "3.0.0"],
  ["<= 3.0.1", "3.0.1", "3.0.2"],
  ["<3.0.1", "3.0.0", "3.0.1"],
  ["", "0.0.1", undefined],
])("%s allows %s and not %s", (constraint, inside, outside) => {
  expect(allows(constraint, inside)).toBe(true);
  if (outside !== undefined) expect(allows(constraint, outside)).toBe(false);
});

test("what is no constraint is told apart from one that allows everything", () => {
  for (const text of ["latest", "5.x", ">", ">= 1.0,", "1.2.3.4", "=> 1.0", "~>"])
    expect(versionRange(text), text).toBeUndefined();
});

test("a range that is open reaches beyond one that ends", () => {
  expect(reachesBeyond(range(">= 5.0"), range(">= 5.0, < 7.0"))).toBe(true);
  expect(reachesBeyond(range("~> 6.4"), range(">= 5.0, < 7.0"))).toBe(false);
});

test("a version lies in an intersection where it lies in both", () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => parts.join("."));
  const constraint = fc
    .array(fc.tuple(fc.constantFrom("=", "!=", ">", ">=", "<", "<=", "~>"), version), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([operator, text]) => `${operator} ${text}`).join(", "));
  fc.assert(
    fc.property(constraint, constraint, version, (a, b, one) => {
      expect(allows(`${a}, ${b}`, one)).toBe(allows(a, one) && allows(b, one));
    }),
  );
});
