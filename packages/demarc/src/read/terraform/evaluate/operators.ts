/** Terraform's operators, in three values. */
import { isUnknown, type Value } from "../../../model/value.js";
import type { BinaryOperator } from "../hcl/ast.js";
import { booleanOf, equals, mergeUnknowns, numberOf, unknownsIn } from "./value-tools.js";

/** The right side is evaluated only where the left does not decide. */
export function binary(operator: BinaryOperator, left: Value, rightOf: () => Value): Value {
  if (operator === "&&" || operator === "||") return logical(operator === "||", left, rightOf());
  const right = rightOf();
  if (operator === "==" || operator === "!=") {
    const equal = equals(left, right);
    if (equal === undefined) return mergeUnknowns([...unknownsIn(left), ...unknownsIn(right)]);
    return equal === (operator === "==");
  }
  if (isUnknown(left) || isUnknown(right)) return mergeUnknowns([left, right]);
  return arithmetic(operator, numberOf(left), numberOf(right));
}

export function unary(operator: "-" | "!", operand: Value): Value {
  if (isUnknown(operand)) return operand;
  return operator === "!" ? !booleanOf(operand) : -numberOf(operand);
}

function logical(deciding: boolean, left: Value, right: Value): Value {
  const decides = (value: Value): boolean => !isUnknown(value) && booleanOf(value) === deciding;
  if (decides(left) || decides(right)) return deciding;
  return isUnknown(left) || isUnknown(right) ? mergeUnknowns([left, right]) : !deciding;
}

function arithmetic(operator: Exclude<BinaryOperator, "&&" | "||" | "==" | "!=">, left: number, right: number): Value {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
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
