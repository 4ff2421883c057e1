/** For tests: whether what is known of less agrees with what comes of more. */
import { isList, isMap, isUnknown, type Value } from "../../../model/value.js";
import { parseHclExpression } from "../hcl/parse.js";
import { evaluate } from "./expression.js";
import { startRun } from "./limits.js";
import { scopeOf } from "./scope-for-tests.js";
import { isDisordered, isSetValue, isTyped, itemTypeOf } from "./typed.js";
import { EvaluationError, Undecided } from "./value-tools.js";

/** What an expression comes to with these variables. */
export function outcomeOf(text: string, values: Readonly<Record<string, Value>> = {}): Value | "error" | "undecided" {
  startRun();
  try {
    return evaluate(parseHclExpression(text).expression, scopeOf(values));
  } catch (error) {
    if (error instanceof Undecided) return "undecided";
    if (error instanceof EvaluationError) return "error";
    throw error;
  }
}

/** Whether what is known of a value agrees with the value itself. */
export function agrees(partly: Value, whole: Value): boolean {
  if (isUnknown(partly)) return !(partly.isSet === true && whole === null) && hasPieces(whole, partly.pieces ?? []);
  if (isUnknown(whole) || !isOfKind(partly, whole)) return false;
  if (isDisordered(partly) && isList(partly) && isList(whole))
    return partly.length === whole.length && partly.every((item) => whole.some((other) => agrees(item, other)));
  if (isList(partly))
    return (
      isList(whole) && partly.length === whole.length && partly.every((item, at) => agrees(item, whole[at] as Value))
    );
  if (!isMap(partly)) return partly === whole;
  const keys = Object.keys(partly);
  return (
    isMap(whole) &&
    keys.length === Object.keys(whole).length &&
    keys.every((key) => Object.hasOwn(whole, key) && agrees(partly[key] as Value, whole[key] as Value))
  );
}

/** A list, tuple, set, map or object must go on being it, but where its unknown parts leave that open. */
function isOfKind(partly: Value, whole: Value): boolean {
  if (typeof partly !== "object" || partly === null || typeof whole !== "object" || whole === null) return true;
  if (isTyped(partly) && itemTypeOf(partly) === undefined) return true;
  return isTyped(partly) === isTyped(whole) && isSetValue(partly) === isSetValue(whole);
}

/** Whether a text has the pieces, in their order, the first at its start and the last at its end. */
function hasPieces(whole: Value, pieces: readonly string[]): boolean {
  if (pieces.length === 0 || typeof whole !== "string") return true;
  let at = 0;
  for (const piece of pieces) {
    const found = whole.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return whole.startsWith(pieces[0] ?? "") && whole.endsWith(pieces.at(-1) ?? "");
}

export function show(value: Value): string {
  return JSON.stringify(value, (_, item: Value) => (isUnknown(item) ? `unknown: ${item.because}` : item));
}
