/** js-yaml's parser, made as lenient as the parsers of CloudFormation and Kubernetes where these differ from the standard. */
import { type Event, parseEvents } from "js-yaml";

export interface Parsed {
  readonly events: readonly Event[];
  /** What the events' offsets refer to: the text given, some lines of it indented further. */
  readonly text: string;
  /** 1-based lines that are indented further by {@link PADDING}. */
  readonly padded: ReadonlySet<number>;
}

export const PADDING = 200;
/** Characters parsed for one text before a badly indented one is given up. */
const MAX_WORK = 10_000_000;

/**
 * Events of a text; throws what js-yaml throws. Inside of brackets and quotes indentation means nothing, and many templates
 * close a bracket further left than the standard allows. Such a line is indented further, which changes no value.
 */
export function parseLeniently(given: string, maxDepth: number): Parsed {
  const budget = { left: MAX_WORK };
  const padded = new Set<number>();
  let text = given;
  for (;;) {
    budget.left -= text.length;
    try {
      return { events: parseEvents(text, { maxDepth }), text, padded };
    } catch (error) {
      const line = deficientLine(error);
      if (line === undefined || padded.has(line) || budget.left < text.length) throw error;
      // The first time all others are looked for as well: one parse of the whole for each of them would take too long.
      if (padded.size === 0) for (const other of deficientLinesByPart(given, maxDepth, budget)) padded.add(other);
      padded.add(line);
      text = pad(given, padded);
    }
  }
}

/** The 1-based line that is indented too little inside of brackets or quotes, where that is what was thrown. */
function deficientLine(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("reason" in error && "mark" in error)) return undefined;
  const { reason, mark } = error;
  if (reason !== "deficient indentation" || typeof mark !== "object" || mark === null || !("line" in mark))
    return undefined;
  return typeof mark.line === "number" ? mark.line + 1 : undefined;
}

/** Looks for such lines in each part of the text that stands for itself: a section, or an entry of one. */
function deficientLinesByPart(text: string, maxDepth: number, budget: { left: number }): readonly number[] {
  const lines = linesOf(text);
  const found: number[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start + 1;
    while (end < lines.length && !PART.test(lines[end] ?? "")) end++;
    const inPart = deficientLinesOf(lines.slice(start, end).join(""), maxDepth, budget);
    for (const line of inPart) found.push(start + line);
    start = end;
  }
  return found;
}

/** Sections start in the first column, their entries a little to the right. */
const PART = /^ {0,4}[^\s#\]}]/;

function deficientLinesOf(part: string, maxDepth: number, budget: { left: number }): ReadonlySet<number> {
  const padded = new Set<number>();
  while (budget.left > part.length) {
    budget.left -= part.length;
    try {
      parseEvents(padded.size === 0 ? part : pad(part, padded), { maxDepth });
      return padded;
    } catch (error) {
      const line = deficientLine(error);
      if (line === undefined || padded.has(line)) break;
      padded.add(line);
    }
  }
  // A part that is wrong in other ways is left to the parse of the whole.
  return new Set();
}

function pad(text: string, padded: ReadonlySet<number>): string {
  const padding = " ".repeat(PADDING);
  return linesOf(text)
    .map((line, index) => (padded.has(index + 1) ? padding + line : line))
    .join("");
}

/** With their ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}
