/** Evaluates a node of a template: intrinsic functions in both of their forms, loops, and what AWS::NoValue removes. */
import { emptyMap, unknown, type Value } from "../../model/value.js";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "../yaml/node.js";
import type { Place } from "../yaml/source.js";
import { expandLoop, isLoopKey } from "./foreach.js";
import { intrinsicNamed } from "./intrinsics.js";
import { nameIn, replaceLoops } from "./loops.js";
import { type Evaluated, MAX_EVALUATION_DEPTH, mistake, type Scope, spend } from "./stack.js";
import { textOrLookUp, unknownOf } from "./values.js";

/** The value of a node in its scope; `undefined` where AWS::NoValue removes it. Bounded in depth and work. */
export function evaluate(node: YamlNode, scope: Scope): Evaluated {
  const { session } = scope.stack;
  spend(session, 1);
  if (session.depth >= MAX_EVALUATION_DEPTH) return unknown("it hangs on too long a chain of other values");
  session.depth++;
  const value = evaluateNode(node, scope);
  session.depth--;
  return value;
}

function evaluateNode(node: YamlNode, scope: Scope): Evaluated {
  if (node.tag !== undefined) {
    const name = node.tag.slice(1);
    const { tag: _, ...argument } = node;
    return call(name === "Ref" || name === "Condition" ? name : `Fn::${name}`, argument, node, scope);
  }
  switch (node.kind) {
    case "scalar":
      return evaluateScalar(node, scope);
    case "list":
      return evaluateList(node, scope);
    case "map":
      return evaluateMap(node, scope);
  }
}

function evaluateScalar(node: YamlScalar, scope: Scope): Value {
  if (typeof node.value !== "string") return node.value;
  const text = scope.loops.size === 0 ? node.value : replaceLoops(node.value, scope.loops);
  return typeof text === "string" ? textOrLookUp(text) : text;
}

function evaluateList(node: YamlList, scope: Scope): Value {
  const list: Value[] = [];
  for (const item of node.items) {
    const value = evaluate(item, scope);
    if (value !== undefined) list.push(value);
  }
  return list;
}

function evaluateMap(node: YamlMap, scope: Scope): Evaluated {
  const { entries } = node;
  if (entries.size === 1) {
    for (const [key, entry] of entries) if (isFunctionKey(key)) return call(key, entry.node, entry, scope);
  }
  const map = emptyMap();
  for (const [key, entry] of entries) {
    if (isLoopKey(key)) addLoop(map, entry, scope);
    else if (isFunctionKey(key)) return besideOthers(node, key, entry, scope);
    else addEntry(map, key, entry.node, scope);
  }
  return map;
}

function isFunctionKey(key: string): boolean {
  return key === "Ref" || (key.startsWith("Fn::") && !isLoopKey(key));
}

function addEntry(map: Record<string, Value>, key: string, node: YamlNode, scope: Scope): void {
  const text = nameIn(key, scope.loops);
  const { collector } = scope;
  const before = collector?.path ?? "";
  if (collector !== undefined) collector.path = before === "" ? text : `${before}.${text}`;
  const value = evaluate(node, scope);
  if (collector !== undefined) collector.path = before;
  if (value !== undefined) map[text] = value;
}

function addLoop(map: Record<string, Value>, entry: YamlEntry, scope: Scope): void {
  for (const round of expandLoop(entry, scope)) {
    for (const [key, inner] of round.entries) {
      if (isLoopKey(key)) addLoop(map, inner, { ...scope, loops: round.loops });
      else addEntry(map, key, inner.node, { ...scope, loops: round.loops });
    }
  }
}

/** A function that shares its map with other keys: a transform may change the others; all else is a mistake. */
function besideOthers(node: YamlMap, key: string, entry: YamlEntry, scope: Scope): Value {
  const rest = new Map(node.entries);
  rest.delete(key);
  const others = evaluate({ ...node, entries: rest }, scope);
  if (key === "Fn::Transform") return unknownOf([others], "a transform may change it");
  return mistake(scope, entry, `${key} stands beside other keys; a function must be the only key of its map.`);
}

function call(name: string, argument: YamlNode, at: Place, scope: Scope): Evaluated {
  const intrinsic = intrinsicNamed(name);
  if (intrinsic !== undefined) return intrinsic(argument, scope, at);
  const inside = scope.stack.session.evaluate(argument, scope);
  const message = `\`${name}\` is no function of CloudFormation that demarc knows.`;
  const because = mistake(scope, at, message, "Check its spelling; the value is taken as unknown.").because;
  return unknownOf([inside], because);
}
