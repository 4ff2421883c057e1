/** Terraform's operators, in three values. */
import { isUnknown, unknown, type Value } from "../../../model/value.js";
import type { BinaryOperator } from "../hcl/ast.js";
import { productOf, quotientOf, remainderOf, sumOf } from "./decimals.js";
import { raiseDoubt } from "./doubt.js";
import {
  booleanOf,
  EvaluationError,
  equals,
  exactNumber,
  mergeUnknowns,
  numberOf,
  Undecided,
  unknownsIn,
} from "./value-tools.js";

/** The right side is evaluated only where the left does not decide, as Terraform does since 1.12. */
export function binary(operator: BinaryOperator, left: Value, rightOf: () => Value): Value {
  if (operator === "&&" || operator === "||") return logical(operator === "||", left, rightOf);
  const right = rightOf();
  if (operator === "==" || operator === "!=") {
    const equal = equals(left, right);
    if (equal === undefined) return equalityOf(left, right);
    return equal === (operator === "==");
  }
  if (isUnknown(left) || isUnknown(right)) {
    raiseDoubt();
    return mergeUnknowns([left, right]);
  }
  return arithmetic(operator, numberOf(left), numberOf(right));
}

export function unary(operator: "-" | "!", operand: Value): Value {
  if (isUnknown(operand)) {
    raiseDoubt();
    return mergeUnknowns([operand]);
  }
  return operator === "!" ? !booleanOf(operand) : exactNumber(-numberOf(operand));
}

function equalityOf(left: Value, right: Value): Value {
  const unknowns = [...unknownsIn(left), ...unknownsIn(right)];
  return mergeUnknowns(unknowns.length > 0 ? unknowns : [unknown("whether the two are equal is not certain")]);
}

function logical(deciding: boolean, left: Value, rightOf: () => Value): Value {
  if (!isUnknown(left) && booleanOf(left) === deciding) return deciding;
  // Where the left is unknown it may decide, and then no error of the right counts.
  const right = isUnknown(left) ? valueOrUnknown(rightOf) : rightOf();
  // What is unknown may also turn out to be no boolean.
  if (isUnknown(left) || isUnknown(right)) raiseDoubt();
  if (!isUnknown(right) && booleanOf(right) === deciding) return deciding;
  return isUnknown(left) || isUnknown(right) ? mergeUnknowns([left, right]) : !deciding;
}

function valueOrUnknown(run: () => Value): Value {
  try {
    const value = run();
    return isUnknown(value) || isBoolean(value) ? value : unknown("the right side of a condition is no boolean");
  } catch (error) {
    if (error instanceof EvaluationError && !(error instanceof Undecided)) return unknown(error.message);
    throw error;
  }
}

function isBoolean(value: Value): boolean {
  return typeof value === "boolean" || value === "true" || value === "false" || value === "0" || value === "1";
}

function arithmetic(operator: Exclude<BinaryOperator, "&&" | "||" | "==" | "!=">, left: number, right: number): Value {
  switch (operator) {
    case "+":
      return exactNumber(sumOf(left, right));
    case "-":
      return exactNumber(sumOf(left, -right));
    case "*":
      return exactNumber(productOf(left, right));
    case "/":
      if (right === 0) throw new EvaluationError("a division by zero");
      return exactNumber(quotientOf(left, right));
    case "%":
      return right === 0 ? left : exactNumber(remainderOf(left, right));
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
  }
}
