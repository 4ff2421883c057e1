/** Terraform's functions on numbers. */
import type { Value } from "../../../model/value.js";
import { EvaluationError, exactNumber, isRounded, Undecided } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { asInteger, asNumber, whole } from "./define.js";

const many = Number.POSITIVE_INFINITY;

export const numbers: FunctionTable = {
  abs: whole(1, 1, ([value]) => Math.abs(asNumber(value))),
  ceil: whole(1, 1, ([value]) => Math.ceil(asNumber(value)) + 0),
  floor: whole(1, 1, ([value]) => Math.floor(asNumber(value))),
  log: whole(2, 2, ([value, base]) => exactNumber(Math.log(asNumber(value)) / Math.log(asNumber(base)))),
  max: whole(1, many, (args) => args.map(asNumber).reduce((most, value) => Math.max(most, value))),
  min: whole(1, many, (args) => args.map(asNumber).reduce((least, value) => Math.min(least, value))),
  parseint: whole(2, 2, ([text, base]) => parseInteger(text as Value, asInteger(base))),
  pow: whole(2, 2, ([value, exponent]) => power(asNumber(value), asNumber(exponent))),
  signum: whole(1, 1, ([value]) => Math.sign(asInteger(value)) + 0),
};

/** Engines differ in the last digits of roots. */
function power(value: number, exponent: number): Value {
  const result = value ** exponent;
  if (isRounded(result)) throw new Undecided("pow() has so many digits");
  return exactNumber(result);
}

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Up to base 36 upper and lower case are the same digits; beyond it they differ. */
function parseInteger(text: Value, base: number): Value {
  if (typeof text !== "string") throw new EvaluationError("parseint() takes a text");
  if (base < 2 || base > 62) throw new EvaluationError("parseint() takes a base from 2 to 62");
  const body = text.replace(/^[-+]/, "");
  let number = 0;
  for (const letter of base > 36 ? body : body.toLowerCase()) {
    const digit = digits.indexOf(letter);
    if (digit < 0 || digit >= base) throw new EvaluationError(`parseint(): no number in base ${base}`);
    number = Math.min(Number.MAX_VALUE, number * base + digit);
  }
  if (body === "") throw new EvaluationError(`parseint(): no number in base ${base}`);
  return exactNumber(text.startsWith("-") ? -number : number);
}
