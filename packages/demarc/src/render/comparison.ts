/** Services side by side: a grid of who holds what, then what each party does where they differ. */
import type { Comparison, ComparisonCell } from "../compare/compare.js";
import { padEnd, shorten, widthOf, wrap } from "../text/width.js";
import { toCsv } from "./csv.js";
import { whenEnded } from "./ended.js";
import { toJson } from "./json.js";
import { markdownTable } from "./markdown.js";
import { legend, paint, type RenderContext, symbols } from "./render.js";

export function comparisonText(whole: Comparison, format: string, isBrief: boolean, context: RenderContext): string {
  // What there is nowhere is not shown; JSON, which others build on, keeps every area.
  const comparison = { ...whole, rows: whole.rows.filter((row) => row.cells.some((cell) => cell.holder !== "none")) };
  const heads = ["area", ...comparison.columns.map((column) => column.name)];
  switch (format) {
    case "json":
      return toJson(whole);
    case "csv":
      return toCsv([heads, ...comparison.rows.map((row) => [row.area, ...row.cells.map((cell) => cell.holder)])]);
    case "markdown":
      return markdownTable(
        heads,
        comparison.rows.map((row) => [row.area, ...row.cells.map((cell) => `${symbols[cell.holder]} ${cell.party}`)]),
      );
    default:
      if (comparison.rows.length === 0) return "They agree on every area.\n";
      return `${[...grid(comparison, context), "", legend, ...(isBrief ? [] : details(comparison, context))].join("\n")}\n`;
  }
}

function grid(comparison: Comparison, { colors, width }: RenderContext): readonly string[] {
  const label = Math.max(...comparison.rows.map((row) => widthOf(row.area)), 4) + 2;
  const room = Math.max(Math.floor((width - label) / comparison.columns.length) - 2, 8);
  const cell = Math.min(
    room,
    Math.max(
      ...comparison.columns.map((column) => widthOf(column.name)),
      ...comparison.rows.flatMap((row) => row.cells.map((entry) => widthOf(entry.party) + 2)),
    ),
  );
  const headLines = comparison.columns.map((column) => wrap(column.name, cell).map((line) => shorten(line, cell)));
  const depth = Math.max(...headLines.map((lines) => lines.length));
  const heads = Array.from({ length: depth }, (_, at) =>
    colors.bold((padEnd("", label) + headLines.map((lines) => padEnd(lines[at] ?? "", cell + 2)).join("")).trimEnd()),
  );
  const ended = comparison.columns
    .flatMap(({ name, ended: date, stays }) => (date === undefined ? [] : [{ name, date, stays }]))
    .map(({ name, date, stays }) => {
      const text = `${name} ${whenEnded({ date, stays }, comparison.asOf)}.`;
      return date <= comparison.asOf && stays !== "customers" ? colors.red(text) : colors.yellow(text);
    });
  const rows = comparison.rows.map((row) => {
    const cells = row.cells.map((entry) => {
      const named = `${symbols[entry.holder]} ${entry.party}`;
      const text =
        widthOf(named) <= cell ? named : shorten(`${symbols[entry.holder]} ${shortParty[entry.holder]}`, cell);
      return paint(entry.holder, text, colors) + " ".repeat(cell + 2 - widthOf(text));
    });
    return (padEnd(row.area, label) + cells.join("")).trimEnd();
  });
  return [...heads, ...rows, ...ended];
}

/** For columns too narrow for the party's name. */
const shortParty = { provider: "provider", customer: "you", shared: "both", none: "nobody" } as const;

function details(comparison: Comparison, context: RenderContext): readonly string[] {
  const { colors, width } = context;
  const lines: string[] = [];
  for (const row of comparison.rows.filter((candidate) => candidate.differs)) {
    lines.push("", colors.bold(row.area));
    lines.push(...wrap(`who ${row.question}`, width - 2).map((line) => colors.dim(`  ${line}`)));
    row.cells.forEach((cell, at) => {
      const name = comparison.columns[at]?.name ?? "";
      lines.push(`  ${paint(cell.holder, symbols[cell.holder], colors)} ${name}`);
      for (const text of doings(cell)) lines.push(...wrap(text, width - 6).map((line) => `      ${line}`));
    });
  }
  return lines;
}

function doings(cell: ComparisonCell): readonly string[] {
  const provider = cell.party.replace(/ and you$/, "");
  const texts = [
    cell.providerDoes === undefined || cell.holder === "customer"
      ? undefined
      : `${cell.holder === "none" ? "" : `${provider}: `}${cell.providerDoes}`,
    cell.customerDoes === undefined || cell.holder === "provider" ? undefined : `you: ${cell.customerDoes}`,
  ].filter((text) => text !== undefined);
  return texts.length > 0 ? texts : [cell.because];
}
