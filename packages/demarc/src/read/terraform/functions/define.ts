/** Short ways to define a function, by what unknowns it bears; and the arguments that functions ask for. */
import { isList, isMap, type Unknown, unknown, type Value, type ValueMap } from "../../../model/value.js";
import { isSetValue } from "../evaluate/typed.js";
import { describe, EvaluationError, numberOf, textOf, Undecided } from "../evaluate/value-tools.js";
import type { TerraformFunction } from "./call.js";

type Run = TerraformFunction["run"];

/** Needs every argument known through and through. */
export function whole(least: number, most: number, run: Run): TerraformFunction {
  return { needs: "all", least, most, run };
}

/** Needs its arguments known, but not the items inside them. */
export function outer(least: number, most: number, run: Run): TerraformFunction {
  return { needs: "arguments", least, most, run };
}

/** Handles unknowns itself. */
export function tolerant(least: number, most: number, run: Run): TerraformFunction {
  return { needs: "nothing", least, most, run };
}

/** @throws EvaluationError */
export function asList(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError(`a list was expected, not ${describe(value ?? null)}`);
}

/** A list whose items have positions, so no set. @throws EvaluationError */
export function asSequence(value: Value | undefined): readonly Value[] {
  if (!isSetValue(value ?? null)) return asList(value);
  throw new EvaluationError("a list was expected, not a set");
}

/** @throws EvaluationError */
export function asMap(value: Value | undefined): ValueMap {
  if (isMap(value)) return value;
  throw new EvaluationError(`a map was expected, not ${describe(value ?? null)}`);
}

/** @throws EvaluationError */
export function asText(value: Value | undefined): string {
  return textOf(value ?? null);
}

/** @throws EvaluationError */
export function asNumber(value: Value | undefined): number {
  return numberOf(value ?? null);
}

/** @throws EvaluationError */
export function asInteger(value: Value | undefined): number {
  const number = asNumber(value);
  if (!Number.isInteger(number)) throw new EvaluationError("a whole number was expected");
  return number;
}

/** A list of which only the length is known. @throws Undecided for one that is very long */
export function itemsOfUnknown(list: Unknown, length: number): readonly Value[] {
  if (length > 10_000) throw new Undecided("so long a list");
  return Array.from({ length }, () => unknown(list.because, list.references));
}

/** Characters of a text that a function makes. */
export const longestText = 10_000_000;

/** Says before a long text is made that it would be too long. @throws Undecided */
export function boundLength(length: number): void {
  if (length > longestText) throw new Undecided("the text is too long");
}
