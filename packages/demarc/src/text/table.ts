/** Plain tables: heads, rows, columns that wrap within the terminal's width. Loaded only by the commands that print one. */
import Table from "cli-table3";
import { widthOf } from "./width.js";

export interface TableOptions {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of the terminal. */
  readonly width: number;
  /** Columns that are never wrapped, by index. */
  readonly fixed?: readonly number[];
  readonly isColored?: boolean;
}

const lines = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

export function table(options: TableOptions): string {
  const { heads, rows, width } = options;
  const widths = columnWidths(options);
  const made = new Table({
    head: [...heads],
    chars: lines,
    colWidths: widths,
    wordWrap: true,
    style: { "padding-left": 0, "padding-right": 0, head: options.isColored === true ? ["bold"] : [], border: [] },
  });
  for (const row of rows) made.push([...row]);
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd().slice(0, Math.max(width * 4, 400)))
    .join("\n");
}

/** Each column as wide as its content, the widest ones narrowed until all fit. */
function columnWidths({ heads, rows, width, fixed = [] }: TableOptions): number[] {
  const widths = heads.map((head, at) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(plain(row[at] ?? ""))), 1),
  );
  const gaps = 2 * (heads.length - 1);
  for (;;) {
    const total = widths.reduce((sum, value) => sum + value, gaps);
    if (total <= width) return widths;
    const candidates = widths.map((value, at) => (fixed.includes(at) ? 0 : value));
    const widest = Math.max(...candidates);
    if (widest <= 12) return widths;
    const at = candidates.indexOf(widest);
    widths[at] = Math.max(12, widest - Math.max(1, Math.min(total - width, Math.ceil(widest / 8))));
  }
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no columns
  const bare = text.replace(/\u001b\[[0-9;]*m/g, "");
  return bare.includes("\n") ? (bare.split("\n").sort((a, b) => widthOf(b) - widthOf(a))[0] ?? "") : bare;
}
