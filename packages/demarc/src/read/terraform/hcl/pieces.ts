/** A template's pieces as they follow one another, and the tree they make once directives are matched with their ends. */
import type { Expression } from "./ast.js";
import { leadingSpaces } from "./characters.js";
import { fail, type Scanner } from "./scanner.js";

interface Span {
  readonly start: number;
  end: number;
}

export type Piece = TextPiece | ValuePiece | Directive;

export interface TextPiece extends Span {
  readonly kind: "text";
  text: string;
}
export interface ValuePiece extends Span {
  readonly kind: "value";
  readonly value: Expression;
}
export type Directive = IfPiece | ForPiece | EndPiece;

interface IfPiece extends Span {
  readonly kind: "if";
  readonly condition: Expression;
}
interface ForPiece extends Span {
  readonly kind: "for";
  readonly keyVariable: string | undefined;
  readonly valueVariable: string;
  readonly collection: Expression;
}
interface EndPiece extends Span {
  readonly kind: "else" | "endif" | "endfor";
}

/** A directive whose end has not come yet. */
interface Open {
  readonly directive: IfPiece | ForPiece;
  /** The parts that the directive itself will be one of. */
  readonly outer: Expression[];
  readonly parts: Expression[];
  elseParts: Expression[] | undefined;
}

/** The template's parts, and how many directives lie within one another at most. */
export function partsOf(scanner: Scanner, pieces: readonly Piece[]): { parts: Expression[]; levels: number } {
  const root: Expression[] = [];
  const open: Open[] = [];
  let parts = root;
  let levels = 0;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] as Piece;
    switch (piece.kind) {
      case "text":
        if (pieces[index + 1]?.kind !== "text") pushText(parts, pieces, index);
        break;
      case "value":
        parts.push(piece.value);
        break;
      case "if":
      case "for": {
        const outer = parts;
        parts = [];
        open.push({ directive: piece, outer, parts, elseParts: undefined });
        levels = Math.max(levels, open.length);
        break;
      }
      case "else":
        parts = partsOfElse(scanner, open.at(-1), piece);
        break;
      default:
        parts = close(scanner, open.pop(), piece);
    }
  }
  const unclosed = open.at(-1)?.directive;
  if (unclosed !== undefined) {
    const { kind, start } = unclosed;
    fail(scanner, start, `This %{ ${kind} } is not closed before the end of the text.`, `End it with %{ end${kind} }.`);
  }
  return { parts: root, levels };
}

/** Takes as many leading spaces off every line as the least indented one has, for `<<-`. A blank line does not count. */
export function removeIndentation(pieces: readonly Piece[]): void {
  let least = Number.POSITIVE_INFINITY;
  let isLineStart = true;
  const lines: TextPiece[] = [];
  for (const piece of pieces) {
    const text = piece.kind === "text" ? piece.text : "";
    if (isLineStart) {
      const spaces = leadingSpaces(text);
      const isBlank = spaces === text.length && text.endsWith("\n");
      if (!isBlank) {
        least = Math.min(least, spaces);
        if (piece.kind === "text") lines.push(piece);
      }
    }
    isLineStart = text.endsWith("\n");
  }
  for (const line of lines) line.text = line.text.slice(least);
}

const NON_ASCII = /[\u0080-\uffff]/;

/** Text as Terraform keeps it: in Unicode's composed form (NFC). */
export function normalized(text: string): string {
  return NON_ASCII.test(text) ? text.normalize("NFC") : text;
}

/** Text pieces in a row make one literal; `last` is the index of the last of them. */
function pushText(parts: Expression[], pieces: readonly Piece[], last: number): void {
  let first = last;
  while (pieces[first - 1]?.kind === "text") first -= 1;
  let value = "";
  for (let index = first; index <= last; index += 1) value += (pieces[index] as TextPiece).text;
  const { start } = pieces[first] as TextPiece;
  const { end } = pieces[last] as TextPiece;
  parts.push({ kind: "literal", start, end, value: normalized(value) });
}

function partsOfElse(scanner: Scanner, open: Open | undefined, piece: EndPiece): Expression[] {
  if (open?.directive.kind !== "if") fail(scanner, piece.start, "This %{ else } belongs to no %{ if }.");
  if (open.elseParts !== undefined) fail(scanner, piece.start, "This %{ if } has an %{ else } already.");
  open.elseParts = [];
  return open.elseParts;
}

/** Ends a directive and answers the parts that go on after it. */
function close(scanner: Scanner, open: Open | undefined, piece: EndPiece): Expression[] {
  if (open === undefined || piece.kind !== `end${open.directive.kind}`) {
    const expected = open === undefined ? "" : `; the innermost open one is %{ ${open.directive.kind} }`;
    fail(scanner, piece.start, `This %{ ${piece.kind} } closes no open directive${expected}.`);
  }
  const { directive, outer, parts, elseParts } = open;
  const { start } = directive;
  if (directive.kind === "if") {
    const { condition } = directive;
    // biome-ignore lint/suspicious/noThenProperty: an if has a then; no tree is ever awaited
    outer.push({ kind: "template-if", start, end: piece.end, condition, then: parts, else: elseParts ?? [] });
  } else {
    const { keyVariable, valueVariable, collection } = directive;
    outer.push({ kind: "template-for", start, end: piece.end, keyVariable, valueVariable, collection, parts });
  }
  return outer;
}
