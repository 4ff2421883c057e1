/** Where the published matrices and our models differ, and that each difference has a reason. */
import { describe, expect, test } from "vitest";
import { compileLens, type LensFile } from "../../../../catalog/src/compile-lens.js";
import { catalogFromFiles } from "../../../../catalog/src/examples.js";
import { lensFilePaths, readYaml } from "../../../../catalog/src/source-files.js";
import { checkLens, collapse, ownMatrix } from "./matrix.js";

const { catalog } = catalogFromFiles();
const lenses = lensFilePaths().map((path) => compileLens(readYaml(path) as LensFile));

describe.each(lenses.map((lens) => [lens.id, lens] as const))("lens %s", (_, lens) => {
  test("differs from our models where its file says so, and nowhere else", () => {
    const { cells, compared, agree, divergences } = checkLens(catalog, lens);
    const listed = lens.divergences.map(({ row, column, ours, because }) => ({ row, column, ours, because }));
    const found = divergences.map(({ row, column, ours, because }) => ({ row, column, ours, because }));
    const inOrder = (one: { row: string; column: string }) => `${one.row} ${one.column}`;
    expect(found.sort((a, b) => inOrder(a).localeCompare(inOrder(b)))).toEqual(
      listed.sort((a, b) => inOrder(a).localeCompare(inOrder(b))),
    );
    expect(agree).toBe(compared - listed.length);
    expect(compared).toBeLessThanOrEqual(cells);
  });

  test("has a cell for each row and column, and names models and areas that exist", () => {
    const models = new Set(catalog.core.models.map(({ id }) => id));
    const areas = new Set(catalog.core.areas.map(({ id }) => id));
    expect(Object.keys(lens.cells)).toEqual(lens.rows.map(({ id }) => id));
    for (const row of Object.values(lens.cells)) expect(row).toHaveLength(lens.columns.length);
    expect(lens.columns.flatMap(({ model }) => model ?? []).filter((model) => !models.has(model))).toEqual([]);
    const named = [...lens.rows, ...Object.values(lens.responsibilities ?? {}).flat()].flatMap((entry) => entry.areas);
    expect(named.filter((area) => !areas.has(area))).toEqual([]);
  });
});

test("the classic drawing agrees in 35 of 36 cells: whose the data in ready-made software is, is ours to differ on", () => {
  const classic = lenses.find(({ id }) => id === "classic");
  if (classic === undefined) throw new Error("There is no classic lens.");
  const { cells, compared, agree, divergences } = checkLens(catalog, classic);
  expect([cells, compared, agree]).toEqual([36, 36, 35]);
  expect(divergences).toMatchObject([{ row: "data", column: "saas", published: "provider", ours: "customer" }]);
});

test("a divergence without a reason is seen as one, and a reason without a divergence is not counted", () => {
  const lens = {
    ...(lenses[0] as (typeof lenses)[number]),
    columns: [{ id: "iaas", name: "IaaS", model: "iaas" }],
    rows: [
      { id: "os", name: "OS", areas: ["os"] },
      { id: "server", name: "Server", areas: ["server"] },
      { id: "nothing", name: "Nothing of ours", areas: [] },
    ],
    cells: { os: ["provider" as const], server: ["provider" as const], nothing: ["provider" as const] },
    divergences: [{ row: "server", column: "iaas", ours: "customer" as const, because: "Outdated." }],
  };
  const { cells, compared, agree, divergences } = checkLens(catalog, lens);
  expect([cells, compared, agree]).toEqual([3, 2, 1]);
  expect(divergences).toMatchObject([{ row: "os", published: "provider", ours: "customer", because: undefined }]);
});

test("a cell split by activity is shared unless all of it is on one side", () => {
  expect(collapse("provider")).toBe("provider");
  expect(collapse(["customer", "customer"])).toBe("customer");
  expect(collapse(["provider", "none"])).toBe("provider");
  expect(collapse(["provider", "customer"])).toBe("shared");
  expect(collapse(["none"])).toBe("none");
});

test("our own matrix has a reason for every model and area", () => {
  const matrix = ownMatrix(catalog);
  expect(matrix.columns.map(({ id }) => id)).toEqual(catalog.core.models.map(({ id }) => id));
  expect(matrix.rows.map(({ area }) => area)).toEqual(catalog.core.areas.map(({ id }) => id));
  for (const { cells } of matrix.rows) for (const { because } of cells) expect(because).toMatch(/\.$/);
});
