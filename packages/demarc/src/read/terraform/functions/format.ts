/** Terraform's format(): the verbs of its reference. */
import { isList, isMap, type Value } from "../../../model/value.js";
import { EvaluationError, numberOf, textOf } from "../evaluate/value-tools.js";
import { jsonText } from "./json.js";

/** @throws EvaluationError for a verb that is unknown or lacks its argument. */
export function format(spec: string, args: readonly Value[]): string {
  let next = 0;
  return spec.replace(
    /%(?:(%)|(?:\[(\d+)\])?([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z]))/g,
    (whole, percent: string | undefined, position, flags: string, width, precision, verb: string) => {
      if (percent !== undefined) return "%";
      if (position !== undefined) next = Number(position) - 1;
      const arg = args[next];
      next += 1;
      if (arg === undefined) throw new EvaluationError(`format(): ${whole} has no argument`);
      const body = verbText(verb, arg, flags ?? "", precision === undefined ? undefined : Number(precision));
      return pad(body, width === undefined ? 0 : Number(width), flags ?? "", verb);
    },
  );
}

/** format() for each position of its list arguments. */
export function formatList(spec: string, args: readonly Value[]): Value {
  const lists = args.filter(isList);
  if (lists.length === 0) return [format(spec, args)];
  const length = (lists[0] as readonly Value[]).length;
  if (lists.some((list) => list.length !== length))
    throw new EvaluationError("formatlist() of lists of different length");
  return Array.from({ length }, (_, at) =>
    format(
      spec,
      args.map((arg) => (isList(arg) ? (arg[at] as Value) : arg)),
    ),
  );
}

function verbText(verb: string, arg: Value, flags: string, precision: number | undefined): string {
  const sign = (value: number, text: string): string =>
    value >= 0 && flags.includes("+") ? `+${text}` : value >= 0 && flags.includes(" ") ? ` ${text}` : text;
  switch (verb) {
    case "v":
      return isList(arg) || isMap(arg) || arg === null ? jsonText(arg) : textOf(arg);
    case "s":
      return precision === undefined ? textOf(arg) : [...textOf(arg)].slice(0, precision).join("");
    case "q":
      return JSON.stringify(textOf(arg));
    case "t":
      return textOf(arg);
    case "d":
      return sign(numberOf(arg), String(Math.trunc(numberOf(arg))));
    case "b":
      return Math.trunc(numberOf(arg)).toString(2);
    case "o":
      return Math.trunc(numberOf(arg)).toString(8);
    case "x":
      return hexadecimal(arg);
    case "X":
      return hexadecimal(arg).toUpperCase();
    case "f":
      return sign(numberOf(arg), numberOf(arg).toFixed(precision ?? 6));
    case "e":
      return numberOf(arg)
        .toExponential(precision ?? 6)
        .replace(/e([+-])(\d)$/, "e$10$2");
    case "g":
      return textOf(numberOf(arg));
    default:
      throw new EvaluationError(`format(): %${verb} is not known`);
  }
}

function hexadecimal(arg: Value): string {
  return typeof arg === "string" && !/^-?\d+$/.test(arg)
    ? Buffer.from(arg, "utf8").toString("hex")
    : Math.trunc(numberOf(arg)).toString(16);
}

function pad(text: string, width: number, flags: string, verb: string): string {
  if (text.length >= width) return text;
  if (flags.includes("-")) return text.padEnd(width);
  if (flags.includes("0") && verb !== "s" && verb !== "q") {
    const sign = /^[+-]/.test(text) ? text.charAt(0) : "";
    return sign + text.slice(sign.length).padStart(width - sign.length, "0");
  }
  return text.padStart(width);
}
