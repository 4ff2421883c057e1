/** Short ways to define a function, by what unknowns it bears. */
import { isList, isMap, type Value, type ValueMap } from "../../../model/value.js";
import { describe, EvaluationError } from "../evaluate/value-tools.js";
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
export function any(least: number, most: number, run: Run): TerraformFunction {
  return { needs: "nothing", least, most, run };
}

/** @throws EvaluationError */
export function asList(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError(`a list was expected, not ${describe(value ?? null)}`);
}

/** @throws EvaluationError */
export function asMap(value: Value | undefined): ValueMap {
  if (isMap(value)) return value;
  throw new EvaluationError(`a map was expected, not ${describe(value ?? null)}`);
}
