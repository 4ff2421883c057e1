import { describe, expect, test } from "vitest";
import { threadsFor } from "./how-many.js";

const units = (count: number, size: number): readonly number[] => new Array<number>(count).fill(size);

describe("threads", () => {
  test("are none for what is small, for one unit, and where there is no core for them", () => {
    expect(threadsFor(units(100, 10_000), undefined, 16)).toBe(0);
    expect(threadsFor(units(1, 100_000_000), undefined, 16)).toBe(0);
    expect(threadsFor(units(100, 1_000_000), undefined, 2)).toBe(0);
  });

  test("are as many as there are cores besides this one, and as the size is worth", () => {
    expect(threadsFor(units(100, 1_000_000), undefined, 4)).toBe(3);
    expect(threadsFor(units(100, 1_000_000), undefined, 64)).toBe(8);
    expect(threadsFor(units(100, 40_000), undefined, 16)).toBe(2);
  });

  test("are as many as the user wants, but no more than units", () => {
    expect(threadsFor(units(100, 1_000_000), "0", 16)).toBe(0);
    expect(threadsFor(units(5, 10), "3", 1)).toBe(3);
    expect(threadsFor(units(5, 10), "9", 1)).toBe(5);
    expect(threadsFor(units(100, 40_000), "many", 16)).toBe(2);
  });
});
