/** The first screen: the grid of components and areas, with the line drawn where the provider's side begins. */
import type { Area } from "@demarc/catalog/types";
import type { Assessment, Holder } from "../model/assessment.js";
import { padEnd, sanitize, shorten, widthOf } from "../text/width.js";
import { legend, paint, type RenderContext, symbols } from "./render.js";
import { type GridGroup, type GridRow, gridGroups } from "./scan-rows.js";
import { nextStep, summaryLines } from "./summary.js";

export interface ScanTableOptions {
  /** What the system is called in the head line. */
  readonly name: string;
  /** One row a component, nothing folded. */
  readonly isExpanded: boolean;
}

interface Layout {
  /** Indexes of the areas that are shown. */
  readonly stack: readonly number[];
  readonly functions: readonly number[];
  /** Columns that a cell takes. */
  readonly cell: number;
  readonly label: number;
  readonly hasNotes: boolean;
  readonly areas: readonly Area[];
}

export function scanTable(assessment: Assessment, options: ScanTableOptions, context: RenderContext): string {
  const { colors, catalog } = context;
  const groups = gridGroups(assessment, catalog, options.isExpanded);
  const lines = [headLine(assessment, options.name, context)];
  if (groups.length > 0) {
    const layout = layoutFor(assessment, groups, context);
    lines.push("", ...columnHeads(layout, context));
    for (const group of groups) {
      lines.push(colors.bold(group.name) + colors.dim(yoursText(group, context.width - widthOf(group.name))));
      for (const row of group.rows) lines.push(...rowLines(row, layout, context));
    }
    lines.push("", legend);
  }
  lines.push(...summaryLines(assessment, context));
  const next = nextStep(assessment);
  if (next !== undefined) lines.push(colors.dim(`next: ${next}`));
  return `${lines.join("\n")}\n`;
}

function headLine(assessment: Assessment, name: string, { catalog, colors, width }: RenderContext): string {
  const { components } = assessment.summary;
  const providers = [...new Set(assessment.components.map((component) => component.provider))].map(
    (id) => catalog.core.providers[id]?.party ?? id,
  );
  const parts = [
    `${components} ${components === 1 ? "component" : "components"}`,
    ...(providers.length === 0 ? [] : [providers.join(" and ")]),
    `as of ${assessment.asOf}`,
  ];
  const rest = ` · ${parts.join(" · ")}`;
  return colors.bold(shorten(sanitize(name), width - widthOf(rest))) + rest;
}

/** In a line what these leave to you of the stack. */
function yoursText({ yours, sometimesYours }: GridGroup, room: number): string {
  const parts = [
    ...(yours.length > 0 ? [`yours: ${yours.join(", ")}`] : []),
    ...(sometimesYours.length > 0
      ? [`on some of them${yours.length > 0 ? "" : " yours"}: ${sometimesYours.join(", ")}`]
      : []),
  ];
  const text = `  ${parts.length === 0 ? "nothing of the stack is yours" : parts.join("; ")}`;
  return widthOf(text) <= room ? text : `${text.slice(0, Math.max(room - 1, 0))}…`;
}

function layoutFor(assessment: Assessment, groups: readonly GridGroup[], { catalog, width }: RenderContext): Layout {
  const { areas } = catalog.core;
  // The column of AI models is left out where there are none.
  const shown = areas
    .map((_, index) => index)
    .filter(
      (index) =>
        areas[index]?.id !== "ai-model" ||
        assessment.components.some((component) => component.cells["ai-model"]?.holder !== "none"),
    );
  const stack = shown.filter((index) => areas[index]?.group === "stack");
  const functions = shown.filter((index) => areas[index]?.group === "functions");
  const rows = groups.flatMap((group) => group.rows);
  const widestLabel = Math.max(...rows.map((row) => widthOf(row.label)), 10) + 4;
  const widestNote = Math.max(...rows.map((row) => widthOf(row.note)));
  const widestBoth = Math.max(
    widestLabel,
    ...rows.map((row) => widthOf(row.label) + (row.note === "" ? 0 : widthOf(row.note) + 3) + 4),
  );
  const left = (cell: number): number => width - (shown.length * cell + 4);
  // Notes stand behind the grid where there is room, else in brackets behind the label.
  const hasNotes = widestNote > 0 && left(4) - widestLabel >= Math.min(widestNote, 24) + 3;
  const wanted = Math.min(hasNotes ? widestLabel : widestBoth, 48);
  const cell = hasNotes ? 4 : ([4, 3].find((candidate) => left(candidate) >= wanted) ?? 2);
  const label = Math.min(hasNotes ? widestLabel : widestBoth, left(cell));
  return { stack, functions, cell, label: Math.max(label, 12), hasNotes, areas };
}

/** Heads are written along the row where three letters fit, else from top to bottom. */
function columnHeads(layout: Layout, { colors }: RenderContext): readonly string[] {
  const shorts = (indexes: readonly number[]): readonly string[] =>
    indexes.map((index) => layout.areas[index]?.short ?? "");
  const lead = " ".repeat(layout.label);
  const arrow = (room: number): string => {
    const [from, to] = room < 32 ? ["yours", "theirs"] : ["your side", "provider's side"];
    return `${from} ${"─".repeat(Math.max(room - from.length - to.length - 3, 0))}▶ ${to}`;
  };
  const room = layout.stack.length * layout.cell + 1;
  const directions = `${lead}${padEnd(arrow(room), room + 2)}functions`;
  if (layout.cell === 4) {
    const head = (indexes: readonly number[]): string =>
      shorts(indexes)
        .map((short) => padEnd(short, 4))
        .join("");
    return [
      colors.dim(directions),
      colors.bold((lead + padEnd(head(layout.stack), room + 2) + head(layout.functions)).trimEnd()),
    ];
  }
  const rows = [0, 1, 2].map((at) => {
    const letters = (indexes: readonly number[]): string =>
      shorts(indexes)
        .map((short) => padEnd(short.padEnd(3).charAt(at), layout.cell))
        .join("");
    return colors.bold((lead + padEnd(letters(layout.stack), room + 2) + letters(layout.functions)).trimEnd());
  });
  return [colors.dim(directions.trimEnd()), ...rows];
}

function rowLines(row: GridRow, layout: Layout, context: RenderContext): readonly string[] {
  const { colors } = context;
  const note = sanitize(row.note);
  const label = sanitize(row.label);
  const room = layout.label - 3;
  // An address that does not fit stands on a line of its own: cut in the middle, it would look like its neighbours.
  const isOwnLine = widthOf(label) > room;
  const text = isOwnLine ? "" : `  ${layout.hasNotes ? label : withNote(label, note, room)}`;
  const stack = layout.stack.map((index) => row.holders[index] ?? "none");
  const functions = layout.functions.map((index) => row.holders[index] ?? "none");
  const line = lineAt(stack);
  const cells = stack.map((holder, at) => {
    const mark = at === line ? colors.bold("│") : " ";
    return mark + paint(holder, symbols[holder], colors) + " ".repeat(layout.cell - 2);
  });
  // A line after the last column: everything is yours.
  const end = line === stack.length ? colors.bold("│") : " ";
  const rest = functions.map((holder) => ` ${paint(holder, symbols[holder], colors)}${" ".repeat(layout.cell - 2)}`);
  const tail =
    layout.hasNotes && note !== ""
      ? `  ${colors.dim(shorten(note, Math.max(context.width - layout.label - (stack.length + functions.length) * layout.cell - 5, 8)))}`
      : "";
  const grid = (padEnd(text, layout.label - 1) + cells.join("") + end + rest.join("") + tail).trimEnd();
  return isOwnLine ? [`  ${withNote(label, layout.hasNotes ? "" : note, context.width - 2)}`, grid] : [grid];
}

/** A label with its note in brackets; where both do not fit, the note gives way. */
function withNote(label: string, note: string, room: number): string {
  const left = room - widthOf(label) - 3;
  if (note === "" || left < 6) return shorten(label, room);
  return `${label} (${
    widthOf(note) <= left
      ? note
      : `${[...note]
          .slice(0, left - 1)
          .join("")
          .trimEnd()}…`
  })`;
}

/** The first column from which nothing is yours any more; undefined where that cannot be said or there is no such place. */
function lineAt(stack: readonly Holder[]): number | undefined {
  if (stack.includes("unknown")) return undefined;
  let at = stack.length;
  while (at > 0 && (stack[at - 1] === "provider" || stack[at - 1] === "none")) at -= 1;
  return at;
}
