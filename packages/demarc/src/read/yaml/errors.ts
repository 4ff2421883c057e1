/** Says in our words what js-yaml found wrong. */
import type { Problem } from "../../model/inventory.js";
import { type Place, problemAt, type Source } from "./source.js";

/** Whatever the parser threw, as a problem. */
export function problemOf(error: unknown, source: Source, maxDepth: number): Problem {
  if (error instanceof RangeError)
    return problemAt(
      source,
      undefined,
      "error",
      "Nested too deeply to be read.",
      "Check that the file is what it should be.",
    );
  const { reason, place } = markOf(error);
  if (reason.startsWith("nesting exceeded"))
    return problemAt(
      source,
      place,
      "error",
      `Nested more than ${maxDepth} levels deep.`,
      "Check that the file is what it should be.",
    );
  const line = place === undefined ? "" : lineAt(source, place.line);
  const known = EXPLAINED.find((one) => one.when.test(reason));
  const message = known?.message ?? `Not valid YAML: ${reason}.`;
  const hint = isTextTemplate(line) ? TEMPLATE_HINT : known?.hint;
  return problemAt(source, place, "error", message, hint);
}

function markOf(error: unknown): { reason: string; place?: Place } {
  if (typeof error !== "object" || error === null) return { reason: String(error) };
  const reason =
    "reason" in error ? String(error.reason) : "message" in error ? String(error.message) : "unknown error";
  const mark = "mark" in error ? error.mark : undefined;
  if (typeof mark !== "object" || mark === null || !("line" in mark && "column" in mark)) return { reason };
  const { line, column } = mark;
  if (typeof line !== "number" || typeof column !== "number") return { reason };
  return { reason, place: { line: line + 1, column: column + 1 } };
}

function lineAt(source: Source, line: number): string {
  const start = source.lineStarts[line - 1] ?? 0;
  return source.text.slice(start, Math.min(source.lineStarts[line] ?? source.text.length, start + 2000));
}

/** Jinja, Helm, Go templates: files that become YAML only when something else has run. */
function isTextTemplate(line: string): boolean {
  return line.includes("{{") || line.includes("{%") || line.includes("<%");
}

const TEMPLATE_HINT = "This looks like a template of YAML (Jinja, Helm, …). Give demarc the rendered file.";

const EXPLAINED: readonly { when: RegExp; message: string; hint?: string }[] = [
  {
    when: /null byte/,
    message: "The file holds a NUL byte, which no YAML or JSON text may.",
    hint: "It may be a binary file, or UTF-16: save it as UTF-8.",
  },
  {
    when: /non-printable|valid JSON character/,
    message: "The file holds a control character that YAML does not allow.",
    hint: "Remove it, or write it as an escape in a double-quoted text.",
  },
  {
    when: /tab characters/,
    message: "A tab is used to indent; YAML indents with spaces.",
    hint: "Replace the tab by spaces.",
  },
  {
    when: /bad indentation|deficient indentation/,
    message: "The indentation does not fit the lines above.",
    hint: "Indent all entries of one map or list alike; quote a text that holds a colon followed by a space.",
  },
  {
    when: /expected ':'|multiline key/,
    message: "Expected `key: value` here.",
    hint: "Add the colon and a space, or quote the text if it goes on over several lines.",
  },
  {
    when: /whitespace character is expected after the key-value/,
    message: "Expected a space after the colon.",
  },
  {
    when: /missed comma/,
    message: "Expected a comma between the entries.",
  },
  {
    when: /found ','/,
    message: "Expected an entry before the comma.",
    hint: "Remove the comma that is too many.",
  },
  {
    when: /unexpected end of the (?:stream|document) within a (?:single|double)/,
    message: "A quoted text is not closed.",
    hint: "Add the closing quote.",
  },
  {
    when: /unexpected end of the stream within a flow/,
    message: "A `[` or `{` is not closed.",
    hint: "Add the closing bracket.",
  },
  {
    when: /unknown escape/,
    message: "An escape in this double-quoted text is not one that YAML knows.",
    hint: "Double the backslash, or use single quotes.",
  },
  {
    when: /document separator is expected/,
    message: "Expected the end of the file or `---` here.",
    hint: "Check the indentation of this line.",
  },
];
