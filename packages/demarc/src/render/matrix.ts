/** Matrices: our models, a lens in its own words, its lists, and where the two differ. */
import type { HolderName, Lens, LensRow } from "@demarc/catalog/types";
import type { LensCheck, Matrix } from "../compare/matrix.js";
import type { TouchedResponsibility } from "../compare/responsibilities.js";
import { table } from "../text/table.js";
import { padEnd, widthOf, wrap } from "../text/width.js";
import { toCsv } from "./csv.js";
import { toJson } from "./json.js";
import { markdownTable } from "./markdown.js";
import { legend, paint, type RenderContext, symbols } from "./render.js";

export function matrixText(whole: Matrix, format: string, context: RenderContext): string {
  // What there is nowhere is not shown; JSON, which others build on, keeps every area.
  const matrix = { ...whole, rows: whole.rows.filter((row) => row.cells.some((cell) => cell.holder !== "none")) };
  const heads = ["area", ...matrix.columns.map((column) => column.name)];
  switch (format) {
    case "json":
      return toJson(whole);
    case "csv":
      return toCsv([heads, ...matrix.rows.map((row) => [row.area, ...row.cells.map((cell) => cell.holder)])]);
    case "markdown":
      return markdownTable(
        heads,
        matrix.rows.map((row) => [row.area, ...row.cells.map((cell) => symbols[cell.holder])]),
      );
    default:
      return matrixGrid(matrix, context);
  }
}

/** Models are many and their names long: they are numbered, and named below. */
function matrixGrid(matrix: Matrix, { colors, width }: RenderContext): string {
  const label = Math.max(...matrix.rows.map((row) => widthOf(row.area))) + 2;
  const cell = width >= label + matrix.columns.length * 4 ? 4 : 3;
  const heads = padEnd("", label) + matrix.columns.map((_, at) => padEnd(String(at + 1), cell)).join("");
  const rows = matrix.rows.map(
    (row) =>
      padEnd(row.area, label) +
      row.cells.map(({ holder }) => paint(holder, symbols[holder], colors) + " ".repeat(cell - 1)).join(""),
  );
  const names = matrix.columns.map(
    (column, at) =>
      `${String(at + 1).padStart(2)} ${column.name}${colors.dim(column.id === column.name.toLowerCase() ? "" : ` (${column.id})`)}`,
  );
  return `${[colors.bold(heads.trimEnd()), ...rows.map((row) => row.trimEnd()), "", legend, "", ...names, "", colors.dim("next: demarc compare iaas paas saas, or demarc matrix --lens list for published matrices")].join("\n")}\n`;
}

export function lensText(lens: Lens, format: string, context: RenderContext): string {
  const heads = ["", ...lens.columns.map((column) => column.name)];
  const rows = lens.rows.map((row) => [
    row.outside === undefined ? row.name : `${row.name} (not assessed)`,
    ...lens.columns.map((_, at) => cellWords(lens, row, lens.cells[row.id]?.[at])),
  ]);
  switch (format) {
    case "json":
      return toJson(lens);
    case "csv":
      return toCsv([heads, ...rows]);
    case "markdown":
      return `${markdownTable(heads, rows)}\n${lens.publisher}: [${lens.source.title}](${lens.source.url}), read ${lens.source.seen}\n`;
    default: {
      const { colors, width } = context;
      const head = `${lens.title} · ${lens.publisher}${lens.date === undefined ? "" : ` · dated ${lens.date}`}`;
      const outside = lens.rows
        .filter((row) => row.outside !== undefined)
        .map((row) => `not assessed: ${row.name}: ${row.outside}`);
      const notes = [
        ...(lens.activities === undefined ? [] : [`each cell by activity: ${lens.activities.join(" / ")}`]),
        ...outside,
        ...(lens.note === undefined ? [] : [lens.note]),
        `source: ${lens.source.title}, ${lens.source.url} (read ${lens.source.seen})${lens.confidence === "inferred" ? "; inferred: see the note" : ""}`,
      ];
      return `${[...wrap(head, width).map((line) => colors.bold(line)), "", table({ heads, rows, width, isColored: colors.isColorSupported }), "", ...notes.flatMap((note) => wrap(note, width)), "", colors.dim(`next: demarc matrix --lens ${lens.id} --check`)].join("\n")}\n`;
    }
  }
}

/** A cell in the page's own words; by activity only where the activities differ. */
function cellWords(lens: Lens, row: LensRow, cell: HolderName | readonly HolderName[] | undefined): string {
  const word = (holder: HolderName): string => row.values?.[holder] ?? lens.values[holder] ?? holder;
  if (cell === undefined) return "";
  if (typeof cell === "string") return word(cell);
  const words = cell.map(word);
  return new Set(words).size === 1 ? (words[0] ?? "") : words.join(" / ");
}

export function divergenceText(check: LensCheck, lens: Lens, format: string, context: RenderContext): string {
  const { colors, width } = context;
  const heads = ["row", "column", "published", "ours", "because"];
  const rows = check.divergences.map((entry) => [
    entry.rowName,
    entry.columnName,
    lens.values[entry.published] ?? entry.published,
    entry.ours,
    entry.because ?? "(no reason recorded)",
  ]);
  switch (format) {
    case "json":
      return toJson({
        lens: check.lens,
        cells: check.cells,
        compared: check.compared,
        agree: check.agree,
        divergences: check.divergences,
      });
    case "csv":
      return toCsv([heads, ...rows]);
    case "markdown":
      return markdownTable(heads, rows);
    default: {
      const summary = `${lens.title}: ${check.agree} of ${check.compared} cells agree with our models${check.compared < check.cells ? ` (${check.cells - check.compared} ${check.cells - check.compared === 1 ? "has" : "have"} nothing to compare)` : ""}`;
      const body = rows.length === 0 ? [] : ["", table({ heads, rows, width, isColored: colors.isColorSupported })];
      return `${[...wrap(summary, width).map((line) => colors.bold(line)), ...body].join("\n")}\n`;
    }
  }
}

export function responsibilityText(
  entries: readonly TouchedResponsibility[],
  lens: Lens,
  format: string,
  context: RenderContext,
): string {
  const { colors, width } = context;
  const hasComponents = entries.some((entry) => entry.components !== undefined);
  const word = (side: "customer" | "provider"): string => lens.values[side] ?? side;
  const heads = ["whose", "responsibility", "areas", ...(hasComponents ? ["components"] : [])];
  const rows = (separator: string, isShort: boolean): readonly (readonly string[])[] =>
    entries.map((entry) => [
      word(entry.side),
      entry.name,
      entry.areas.join(separator),
      ...(hasComponents ? [isShort ? countsText(entry, context) : (entry.components ?? []).join(separator)] : []),
    ]);
  switch (format) {
    case "json":
      return toJson({ lens: lens.id, responsibilities: entries });
    case "csv":
      return toCsv([heads, ...rows(" ", false)]);
    case "markdown":
      return markdownTable(heads, rows(", ", false));
    default: {
      const text = table({ heads, rows: rows(", ", true), width, isColored: colors.isColorSupported });
      return `${colors.bold(`${lens.title}: who is responsible for what`)}\n\n${text}\n`;
    }
  }
}

/** "20: IAM 5, S3 3": how many components, and of what. */
function countsText(entry: TouchedResponsibility, { catalog }: RenderContext): string {
  const total = entry.components?.length ?? 0;
  if (total === 0) return "none here";
  const names = (entry.services ?? []).map(({ service, components }) => {
    const name = catalog.core.services.find((head) => head.id === service)?.name ?? service;
    return `${name.replace(/^(Amazon|AWS) /, "")} ${components}`;
  });
  return `${total}: ${names.join(", ")}`;
}

export function lensListText(lenses: readonly Lens[], format: string, context: RenderContext): string {
  const heads = ["lens", "title", "publisher", "date"];
  const rows = lenses.map((lens) => [lens.id, lens.title, lens.publisher, lens.date ?? ""]);
  switch (format) {
    case "json":
      return toJson(
        lenses.map(({ id, title, publisher, date, source, confidence }) => ({
          id,
          title,
          publisher,
          date,
          source,
          confidence,
        })),
      );
    case "csv":
      return toCsv([heads, ...rows]);
    case "markdown":
      return markdownTable(heads, rows);
    default:
      return `${table({ heads, rows, width: context.width, fixed: [0], isColored: context.colors.isColorSupported })}\n`;
  }
}
