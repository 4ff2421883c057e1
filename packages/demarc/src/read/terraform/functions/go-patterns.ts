/** Translates a pattern from Go's syntax (RE2) to JavaScript's, with its `u` flag. */
import { EvaluationError, Undecided } from "../evaluate/value-tools.js";

/**
 * @example translate("(?i)[[:alpha:]]+") // { source: "[a-zA-Z]+", flags: "i" }
 * @throws EvaluationError for what Go refuses, Undecided for what has no like here.
 */
export function translate(pattern: string): { readonly source: string; readonly flags: string } {
  const opening = /^\(\?([ims]+)\)/.exec(pattern);
  const set = opening?.[1] ?? "";
  const mode: Mode = { isMultiline: set.includes("m"), dotTakesBreaks: set.includes("s") };
  const reader: Reader = { pattern, at: opening?.[0].length ?? 0 };
  let source = "";
  while (reader.at < pattern.length) source += piece(reader, mode);
  return { source, flags: set.includes("i") ? "i" : "" };
}

interface Mode {
  readonly isMultiline: boolean;
  readonly dotTakesBreaks: boolean;
}

interface Reader {
  readonly pattern: string;
  at: number;
}

function piece(reader: Reader, mode: Mode): string {
  const { pattern, at } = reader;
  const letter = pattern[at] as string;
  reader.at += 1;
  switch (letter) {
    case "\\":
      return escaped(reader);
    case "[":
      return characterClass(reader);
    case "(":
      return groupStart(reader);
    case ".":
      return mode.dotTakesBreaks ? "[^]" : "[^\\n]";
    case "^":
      return mode.isMultiline ? "(?<![^\\n])" : "^";
    case "$":
      return mode.isMultiline ? "(?![^\\n])" : "$";
    case "{": {
      // A brace that opens no repetition is only a brace.
      const repetition = /^\{\d+(?:,\d*)?\}/.exec(pattern.slice(at, at + 20))?.[0];
      if (repetition === undefined) return "\\{";
      if (repetition.match(/\d+/g)?.some((number) => Number(number) > 1000)) throw refused();
      reader.at += repetition.length - 1;
      return repetition;
    }
    case "}":
    case "]":
      return `\\${letter}`;
    default:
      return letter;
  }
}

function groupStart(reader: Reader): string {
  const rest = reader.pattern.slice(reader.at, reader.at + 100);
  if (!rest.startsWith("?")) return "(";
  const named = /^\?P?<(\w+)>/.exec(rest);
  if (named !== null) {
    reader.at += named[0].length;
    return `(?<${named[1]}>`;
  }
  if (rest.startsWith("?:")) {
    reader.at += 2;
    return "(?:";
  }
  if (/^\?(?:[=!]|<[=!]|#)/.test(rest)) throw refused();
  throw new Undecided("the regular expression has flags inside");
}

const escapes: Readonly<Record<string, string>> = {
  A: "(?<![^])",
  z: "(?![^])",
  a: "\\x07",
  s: "[\\t\\n\\f\\r ]",
  S: "[^\\t\\n\\f\\r ]",
};

function escaped(reader: Reader): string {
  const letter = reader.pattern[reader.at] ?? "";
  if (letter === "Q") {
    const end = reader.pattern.indexOf("\\E", reader.at);
    const text = reader.pattern.slice(reader.at + 1, end < 0 ? undefined : end);
    reader.at = end < 0 ? reader.pattern.length : end + 2;
    return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  }
  const like = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (like !== undefined) {
    reader.at += 1;
    return like;
  }
  return letter === "b" || letter === "B" ? anchor(reader, letter) : escapedCharacter(reader, false);
}

function anchor(reader: Reader, letter: string): string {
  reader.at += 1;
  return `\\${letter}`;
}

/** What can be escaped inside of a class and outside of it alike. */
function escapedCharacter(reader: Reader, isInClass: boolean): string {
  const rest = reader.pattern.slice(reader.at, reader.at + 40);
  const letter = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  if (rest === "") throw refused();
  if (/^[dDwWfnrtv]/.test(rest)) return taken(reader, 1, `\\${letter}`);
  const code = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/.exec(rest);
  if (code !== null) return taken(reader, code[0].length, `\\u{${code[1] ?? code[2]}}`);
  const property = /^([pP])(?:([A-Z])|\{(\w+)\})/.exec(rest);
  if (property !== null) {
    const name = property[2] ?? property[3] ?? "";
    const shown = name.length <= 2 ? name : `Script=${name}`;
    return taken(reader, property[0].length, `\\${property[1]}{${shown}}`);
  }
  if (/^[0-9A-Za-z]/.test(rest)) throw rest.startsWith("0") ? new Undecided("an octal escape") : refused();
  const isSpecial = isInClass ? /[\\\]^[-]/.test(letter) : /[\\^$.*+?()[\]{}|/]/.test(letter);
  return taken(reader, letter.length, isSpecial ? `\\${letter}` : letter);
}

function taken(reader: Reader, length: number, text: string): string {
  reader.at += length;
  return text;
}

const posix: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

function characterClass(reader: Reader): string {
  const { pattern } = reader;
  let result = "[";
  if (pattern[reader.at] === "^") {
    result += "^";
    reader.at += 1;
  }
  // A bracket in the first place is a character of the class.
  let isFirst = true;
  while (pattern[reader.at] !== "]" || isFirst) {
    if (reader.at >= pattern.length) throw refused();
    result += classItem(reader, result);
    isFirst = false;
  }
  reader.at += 1;
  return `${result}]`;
}

function classItem(reader: Reader, before: string): string {
  const { pattern, at } = reader;
  const letter = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  const named = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(at, at + 14));
  if (named !== null) {
    const set = Object.hasOwn(posix, named[2] ?? "") ? posix[named[2] ?? ""] : undefined;
    if (set === undefined) throw refused();
    if (named[1] === "^") throw new Undecided("the regular expression has a class that is turned around");
    return taken(reader, named[0].length, set);
  }
  reader.at += letter.length;
  if (letter === "\\") {
    const next = pattern[reader.at];
    if (next === "s") return taken(reader, 1, "\\t\\n\\f\\r ");
    if (next === "S" || next === "Q") throw new Undecided("an escape in a class");
    return escapedCharacter(reader, true);
  }
  // A hyphen that does not stand between two characters is only a hyphen.
  if (letter === "-" && (/\\[dDwWs]$/.test(before) || /^(?:\[|\\[dDwWsS])/.test(pattern.slice(reader.at))))
    return "\\-";
  return letter === "[" || letter === "]" ? `\\${letter}` : letter;
}

function refused(): EvaluationError {
  return new EvaluationError("the regular expression is not valid");
}
