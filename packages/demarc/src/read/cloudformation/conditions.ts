/** Conditions: true, false, or unknown (Kleene's logic). */
import { isList, isUnknown, type Unknown, unknown, type Value } from "../../model/value.js";
import type { YamlNode } from "../yaml/node.js";
import type { Place } from "../yaml/source.js";
import { nameIn } from "./loops.js";
import { report, type Scope, spend, type Truth } from "./stack.js";
import { isEqual, unknownIn, unknownOf } from "./values.js";

/** Whether a named condition of the stack holds. A circle of conditions is reported once and unknown. */
export function truthOf(written: string, { stack, loops }: Scope, at: Place): Truth {
  const name = nameIn(written, loops);
  const known = stack.truths.get(name);
  if (known === "open") {
    const message = `The condition ${name} hangs on itself.`;
    report(stack, stack.conditions.get(name), "error", message, "Break the circle of conditions.");
    return unknown(`the condition ${name} hangs on itself`);
  }
  if (known !== undefined) return known;
  const condition = stack.conditions.get(name);
  if (condition === undefined) {
    if (!stack.template.isOpen)
      report(
        stack,
        at,
        "warning",
        `There is no condition ${name}.`,
        "Declare it under Conditions, or correct the name.",
      );
    return unknown(`there is no condition ${name}`);
  }
  stack.truths.set(name, "open");
  const found = truthOfNode(condition.node, { stack, loops: condition.loops });
  const truth = isUnknown(found) ? unknown(`the condition ${name} is not known: ${found.because}`) : found;
  stack.truths.set(name, truth);
  return truth;
}

/** Whether the condition written at a node holds: a function, or `Condition: Name`. */
export function truthOfNode(node: YamlNode, scope: Scope): Truth {
  const name = nameOfCondition(node);
  if (name !== undefined) return truthOf(name, scope, node);
  const value = scope.stack.session.evaluate(node, scope);
  if (isUnknown(value)) return value;
  return truthOfValue(value);
}

function nameOfCondition(node: YamlNode): string | undefined {
  if (node.kind === "scalar") return node.tag === "!Condition" ? node.text : undefined;
  if (node.kind !== "map" || node.entries.size !== 1) return undefined;
  const named = node.entries.get("Condition")?.node;
  return named?.kind === "scalar" ? named.text : undefined;
}

function truthOfValue(value: Value | undefined): Truth {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  return unknown("what it says is neither true nor false");
}

type ConditionFunction = (argument: YamlNode, scope: Scope, at: Place) => Truth;

export const CONDITION_FUNCTIONS: readonly (readonly [string, ConditionFunction])[] = [
  ["Fn::And", (argument, scope) => allOf(sides(argument, scope))],
  ["Fn::Or", (argument, scope) => not(allOf(sides(argument, scope).map(not)))],
  ["Fn::Not", (argument, scope) => not(allOf(sides(argument, scope)))],
  ["Fn::Equals", (argument, scope, at) => compare(argument, scope, at, equals)],
  ["Fn::Contains", (argument, scope, at) => compare(argument, scope, at, contains)],
  ["Fn::EachMemberEquals", (argument, scope, at) => compare(argument, scope, at, eachEquals)],
  ["Fn::EachMemberIn", (argument, scope, at) => compare(argument, scope, at, eachIn)],
];

function sides(argument: YamlNode, scope: Scope): readonly Truth[] {
  const items = argument.kind === "list" ? argument.items : [argument];
  return items.map((item) => truthOfNode(item, scope));
}

function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.find(isUnknown) ?? true;
}

function not(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth;
}

function compare(argument: YamlNode, scope: Scope, at: Place, by: (one: Value, other: Value) => Truth): Truth {
  if (argument.kind !== "list" || argument.items.length !== 2) {
    report(scope.stack, at, "warning", "This condition compares two things; here it is not given two.");
    return unknown("it does not compare two things");
  }
  const [one, other] = argument.items;
  if (one === undefined || other === undefined) return unknown("it does not compare two things");
  const values = [one, other].map((item) => scope.stack.session.evaluate(item, scope) ?? null);
  const [left = null, right = null] = values;
  spend(scope.stack.session, itemsOf(left).length + itemsOf(right).length);
  return by(asWritten(one, left, right), asWritten(other, right, left));
}

/** `Yes` is true in YAML, but where it is compared with the text `Yes` it is meant as that. */
function asWritten(node: YamlNode, value: Value, beside: Value): Value {
  return typeof value === "boolean" && node.kind === "scalar" && node.text === beside ? node.text : value;
}

function equals(one: Value, other: Value): Truth {
  return firstUnknown([one, other]) ?? isEqual(one, other);
}

function contains(list: Value, value: Value): Truth {
  if (isUnknown(list)) return list;
  const items = itemsOf(list);
  if (items.some((item) => isEqual(item, value))) return true;
  return firstUnknown([...items, value]) ?? false;
}

function eachEquals(list: Value, value: Value): Truth {
  if (isUnknown(list)) return list;
  return allOf(itemsOf(list).map((item) => equals(item, value)));
}

function eachIn(list: Value, allowed: Value): Truth {
  if (isUnknown(list)) return list;
  const items = itemsOf(list);
  if (items.length * itemsOf(allowed).length > MAX_COMPARISONS) return unknown("its lists are too long to be compared");
  return allOf(items.map((item) => contains(allowed, item)));
}

/** Of one condition: a real one compares some dozens. */
const MAX_COMPARISONS = 100_000;

function itemsOf(list: Value): readonly Value[] {
  return isList(list) ? list : [list];
}

function firstUnknown(values: readonly Value[]): Unknown | undefined {
  const found = values.filter((value) => unknownIn(value) !== undefined);
  return found.length === 0 ? undefined : unknownOf(found);
}
