/** Terraform's functions on numbers. */
import type { Value } from "../../../model/value.js";
import { EvaluationError, numberOf, textOf } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { whole } from "./define.js";

const many = Number.POSITIVE_INFINITY;
const number = (value: Value | undefined): number => numberOf(value ?? null);

export const numbers: FunctionTable = {
  abs: whole(1, 1, ([value]) => Math.abs(number(value))),
  ceil: whole(1, 1, ([value]) => Math.ceil(number(value))),
  floor: whole(1, 1, ([value]) => Math.floor(number(value))),
  log: whole(2, 2, ([value, base]) => Math.log(number(value)) / Math.log(number(base))),
  max: whole(1, many, (args) => Math.max(...args.map(number))),
  min: whole(1, many, (args) => Math.min(...args.map(number))),
  parseint: whole(2, 2, ([value, base]) => parseInteger(textOf(value ?? null), number(base))),
  pow: whole(2, 2, ([value, exponent]) => number(value) ** number(exponent)),
  signum: whole(1, 1, ([value]) => Math.sign(number(value))),
};

function parseInteger(text: string, base: number): number {
  const digits = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  const body = text.replace(/^[-+]/, "").toLowerCase();
  if (body === "" || [...body].some((digit) => !digits.includes(digit)))
    throw new EvaluationError(`parseint(): no number in base ${base}`);
  return Number.parseInt(text, base);
}
