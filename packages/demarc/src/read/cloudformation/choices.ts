/** Fn::If and Fn::FindInMap. */
import { isUnknown, type Unknown, unknown, type Value } from "../../model/value.js";
import { child, toValue, type YamlNode } from "../yaml/node.js";
import type { Place } from "../yaml/source.js";
import { truthOf, truthOfNode } from "./conditions.js";
import { type Evaluated, mistake, type Scope, spend } from "./stack.js";
import { asText, either, unknownOf } from "./values.js";

/** The side that the condition chooses; where it is unknown, what both sides agree on. */
export function ifElse(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const [condition, yes, no] = argument.kind === "list" ? argument.items : [];
  if (condition === undefined || yes === undefined || no === undefined)
    return mistake(scope, at, "Fn::If takes a condition and two values.");
  const { evaluate } = scope.stack.session;
  const isName = condition.kind === "scalar" && condition.tag === undefined;
  const truth = isName ? truthOf(condition.text, scope, at) : truthOfNode(condition, scope);
  if (!isUnknown(truth)) return evaluate(truth ? yes : no, scope);
  const { collector } = scope;
  if (collector !== undefined) collector.doubts++;
  const yesValue = evaluate(yes, scope);
  const noValue = evaluate(no, scope);
  if (collector !== undefined) collector.doubts--;
  return either(yesValue, noValue, truth.because, scope.stack.session);
}

/** A value of a mapping; unknown where a key is unknown, or where it is missing and there is no default. */
export function findInMap(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const items = argument.kind === "list" ? argument.items : [];
  const { evaluate } = scope.stack.session;
  const keys = items.slice(0, 3).map((item) => evaluate(item, scope) ?? null);
  if (keys.length < 3) return mistake(scope, at, "Fn::FindInMap takes a mapping and two keys.");
  const fallback = items[3]?.kind === "map" ? items[3].entries.get("DefaultValue")?.node : undefined;
  const unsure = keys.filter(isUnknown);
  if (unsure.length > 0) return unsureKey(unsure);
  const [mapping, first, second] = keys.map((key) => asText(key) ?? "");
  const found = lookUp(scope, mapping ?? "", first ?? "", second ?? "");
  if (found !== undefined) return found;
  if (fallback !== undefined) return evaluate(fallback, scope);
  if (scope.stack.template.isOpen) return unknown(`the mapping ${mapping} does not show ${first}.${second}`);
  return mistake(scope, at, `The mapping ${mapping} has no ${first}.${second}.`, "Add it, or give a DefaultValue.");
}

function unsureKey(unsure: readonly Unknown[]): Unknown {
  return unknownOf(unsure, `the key of a mapping is not known: ${unsure[0]?.because}`);
}

function lookUp(scope: Scope, mapping: string, first: string, second: string): Value | undefined {
  const table = scope.stack.template.mappings.get(mapping)?.node;
  const cell = child(child(table, first), second);
  if (cell === undefined) return undefined;
  // Mappings hold plain values; what else is here is made by a macro.
  if (cell.kind === "map" || cell.tag !== undefined)
    return unknown(`the mapping ${mapping} does not hold a plain value there`);
  if (cell.kind === "list") spend(scope.stack.session, cell.items.length);
  return toValue(cell);
}
