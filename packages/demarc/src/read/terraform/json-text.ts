/** JSON with the place of every value, and with every entry of an object, also where two have one name. */

export type JsonNode = JsonPlace &
  (
    | { readonly kind: "value"; readonly value: string | number | boolean | null }
    | { readonly kind: "list"; readonly items: readonly JsonNode[] }
    | { readonly kind: "object"; readonly entries: readonly JsonEntry[] }
  );

interface JsonPlace {
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

export interface JsonEntry {
  readonly name: string;
  readonly nameStart: number;
  readonly value: JsonNode;
}

/** Why a text is no JSON. */
export class JsonError extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** Deeper than any configuration, and well within the stack. */
const deepest = 500;

/** @throws JsonError for a text that is no JSON, or is nested too deeply */
export function parseJsonText(text: string): JsonNode {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const root = value(0);
  skipSpace();
  if (at < text.length) fail("the end of the file");
  return root;

  function value(depth: number): JsonNode {
    skipSpace();
    if (depth > deepest) throw new JsonError(at, "This JSON is nested too deeply to be read.");
    const start = at;
    switch (text.charAt(at)) {
      case "{":
        return { kind: "object", entries: sequence("}", "a name in quotes", () => entry(depth)), start, end: at };
      case "[":
        return { kind: "list", items: sequence("]", "a value", () => value(depth + 1)), start, end: at };
      case '"':
        return { kind: "value", value: string(), start, end: at };
      default:
        return { kind: "value", value: word(), start, end: at };
    }
  }

  function entry(depth: number): JsonEntry {
    if (text.charAt(at) !== '"') fail("a name in quotes");
    const nameStart = at;
    const name = string();
    skipSpace();
    if (text.charAt(at) !== ":") fail('":" after the name');
    at += 1;
    return { name, nameStart, value: value(depth + 1) };
  }

  /** From the opening bracket to behind the closing one. */
  function sequence<T>(close: string, what: string, item: () => T): readonly T[] {
    const items: T[] = [];
    at += 1;
    skipSpace();
    if (text.charAt(at) === close) {
      at += 1;
      return items;
    }
    for (;;) {
      skipSpace();
      if (text.charAt(at) === close) fail(`${what} after the comma`);
      items.push(item());
      skipSpace();
      const next = text.charAt(at);
      if (next !== "," && next !== close) fail(`"," or "${close}"`);
      at += 1;
      if (next === close) return items;
    }
  }

  function string(): string {
    const start = at;
    for (at += 1; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === backslash) at += 1;
      else if (code === quote) {
        at += 1;
        return decoded(start);
      } else if (code < 32) break;
    }
    at = start;
    return fail("a text that is closed on its line");
  }

  function decoded(start: number): string {
    const plain = text.slice(start + 1, at - 1);
    if (!plain.includes("\\")) return plain;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      at = start;
      return fail("a text without wrong escapes");
    }
  }

  function word(): number | boolean | null {
    literal.lastIndex = at;
    const match = literal.exec(text)?.[0] ?? "";
    if (match === "") fail("a value");
    at += match.length;
    if (match === "true" || match === "false") return match === "true";
    return match === "null" ? null : Number(match);
  }

  function skipSpace(): void {
    for (
      let code = text.charCodeAt(at);
      code === 32 || code === 9 || code === 10 || code === 13;
      code = text.charCodeAt(at)
    )
      at += 1;
  }

  function fail(expected: string): never {
    const found = at < text.length ? text.charAt(at) : "the end of the file";
    throw new JsonError(at, `This is no JSON: expected ${expected}, found ${found}.`);
  }
}

const quote = 34;
const backslash = 92;
const literal = /(?:true|false|null)\b|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
