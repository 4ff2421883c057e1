/** Terraform's format(): the verbs of its reference. */
import { isList, isMap, surelySet, type Value } from "../../../model/value.js";
import { raiseDoubt } from "../evaluate/doubt.js";
import { markTyped } from "../evaluate/typed.js";
import { text } from "../evaluate/types.js";
import {
  booleanOf,
  EvaluationError,
  mergeUnknowns,
  numberText,
  textOf,
  Undecided,
  unknownsIn,
} from "../evaluate/value-tools.js";
import { asInteger, asNumber, boundLength } from "./define.js";
import { jsonText } from "./json.js";

interface Verb {
  readonly letter: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

const verbPattern = /%(?:\[(\d+)\])?([-+ 0#]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z%]?)/g;

/** @throws EvaluationError for a verb that is unknown or lacks its argument, and for arguments too many. */
export function format(spec: string, args: readonly Value[]): string {
  let next = 0;
  let used = 0;
  const result = spec.replace(
    verbPattern,
    (
      whole,
      early: string | undefined,
      flags: string,
      width: string,
      precision: string | undefined,
      late,
      letter: string,
    ) => {
      if (whole === "%%") return "%";
      const position: string | undefined = early ?? late;
      if (position !== undefined) next = Number(position) - 1;
      const arg = args[next];
      next += 1;
      used = Math.max(used, next);
      if (arg === undefined) throw new EvaluationError(`format(): ${whole} has no argument`);
      // Terraform gives an unknown for a plain null, and for one of a type an error or the word.
      if (arg === null) throw new Undecided("format() of null");
      const verb = {
        letter,
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
      };
      boundLength(verb.width + Math.max(0, (verb.precision ?? 0) - 100) * 1e6);
      // Terraform pads no boolean.
      return letter === "t" ? verbText(verb, arg) : padded(verbText(verb, arg), verb);
    },
  );
  if (used < args.length) throw new EvaluationError("format(): there are more arguments than verbs");
  return result;
}

/** format() for each position of its list arguments. A position with an unknown part is an unknown text. */
export function formatList(spec: string, args: readonly Value[]): Value {
  const lists = args.filter(isList);
  if (lists.length === 0) return markTyped([formatOrUnknown(spec, args)], text);
  const length = (lists[0] as readonly Value[]).length;
  if (lists.some((list) => list.length !== length)) {
    throw new EvaluationError("formatlist() of lists of different length");
  }
  const rowAt = (at: number): readonly Value[] => args.map((arg) => (isList(arg) ? (arg[at] as Value) : arg));
  return markTyped(
    Array.from({ length }, (_, at) => formatOrUnknown(spec, rowAt(at))),
    text,
  );
}

function formatOrUnknown(spec: string, args: readonly Value[]): Value {
  const unknowns = args.flatMap((arg) => unknownsIn(arg));
  if (unknowns.length === 0) return format(spec, args);
  raiseDoubt();
  return surelySet(mergeUnknowns(unknowns));
}

function verbText(verb: Verb, arg: Value): string {
  const { letter, precision } = verb;
  switch (letter) {
    case "v":
      return anyText(verb, arg);
    case "s":
      return precision === undefined ? textOf(arg) : [...textOf(arg)].slice(0, precision).join("");
    case "q":
      return jsonText(textOf(arg));
    case "t":
      if (typeof arg === "number") throw new EvaluationError("format(): %t takes a boolean");
      return String(booleanOf(arg));
    case "d":
      return signed(verb, asInteger(arg), (value) => String(value));
    case "b":
      return signed(verb, asInteger(arg), (value) => prefixed(verb, "0b", value.toString(2)));
    case "o":
      return signed(verb, asInteger(arg), (value) => prefixed(verb, "0", value.toString(8)));
    case "x":
      return signed(verb, asInteger(arg), (value) => prefixed(verb, "0x", value.toString(16)));
    case "X":
      return signed(verb, asInteger(arg), (value) => prefixed(verb, "0X", value.toString(16).toUpperCase()));
    case "e":
    case "E":
    case "f":
    case "g":
    case "G":
      return signed(verb, asNumber(arg), (value) => floatText(letter, value, precision));
    default:
      throw new EvaluationError(`format(): %${letter} is not known`);
  }
}

/** %v: JSON for lists and maps; a number as by %g, which writes a million as 1e+06. */
function anyText(verb: Verb, arg: Value): string {
  if (verb.flags.includes("#") || isList(arg) || isMap(arg) || arg === null) return jsonText(arg);
  return typeof arg === "number" ? signed(verb, arg, (value) => floatText("g", value, verb.precision)) : textOf(arg);
}

function signed({ flags }: Verb, value: number, show: (value: number) => string): string {
  const sign = value < 0 ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  return sign + show(Math.abs(value));
}

function prefixed({ flags }: Verb, prefix: string, digits: string): string {
  return flags.includes("#") ? prefix + digits : digits;
}

function floatText(letter: string, value: number, precision: number | undefined): string {
  if (letter === "f") return fixed(value, precision ?? 6);
  if (letter === "E" || letter === "G") return floatText(letter.toLowerCase(), value, precision).toUpperCase();
  if (letter === "e") return goExponent(value.toExponential(precision ?? 6));
  // %g: the shortest digits, with an exponent where it is less than -4 or not less than the precision.
  const shortest = precision === undefined ? value : Number(value.toPrecision(Math.max(1, precision)));
  const exponent = shortest === 0 ? 0 : Number(shortest.toExponential().split("e")[1]);
  const limit = precision === undefined ? 6 : Math.max(1, precision);
  return exponent < -4 || exponent >= limit ? goExponent(shortest.toExponential()) : numberText(shortest);
}

function goExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** Halves go to the even digit in Go, where the number is exactly a half. */
function fixed(value: number, precision: number): string {
  if (precision > 100) throw new Undecided("format(): so many digits");
  const scaled = value * 10 ** precision;
  const isExactHalf =
    Number.isSafeInteger(scaled * 2) && !Number.isInteger(scaled) && scaled / 10 ** precision === value;
  if (!isExactHalf) return value.toFixed(precision);
  const down = Math.floor(scaled);
  return ((down % 2 === 0 ? down : down + 1) / 10 ** precision).toFixed(precision);
}

function padded(text: string, { flags, width }: Verb): string {
  const length = [...text].length;
  if (length >= width) return text;
  const missing = width - length;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!flags.includes("0")) return " ".repeat(missing) + text;
  const sign = /^[+-]/.test(text) ? text.charAt(0) : "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
