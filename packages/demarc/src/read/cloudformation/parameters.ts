/** What a parameter of a stack is: given, its default, or unknown. */
import { isList, isMap, isUnknown, unknown, type Value } from "../../model/value.js";
import { child, textOf, toValue, type YamlNode } from "../yaml/node.js";
import { plainScalar } from "../yaml/scalar.js";
import type { Given, Stack } from "./stack.js";
import { asText } from "./values.js";

/** `undefined` where the template declares no such parameter. */
export function parameterOf(name: string, stack: Stack): Given | undefined {
  const known = stack.parameters.get(name);
  if (known !== undefined) return known;
  const declared = stack.template.parameters.get(name);
  if (declared === undefined) return undefined;
  const given = work(name, declared.node, stack);
  stack.parameters.set(name, given);
  return given;
}

function work(name: string, declared: YamlNode, stack: Stack): Given {
  const given = stack.given.get(name);
  const references = given?.references ?? [];
  const type = textOf(child(declared, "Type")) ?? "String";
  if (isTrue(child(declared, "NoEcho")))
    return { value: unknown(`parameter ${name} is NoEcho`, references), references };
  if (type.startsWith("AWS::SSM::Parameter::Value"))
    return {
      value: unknown(`parameter ${name} is looked up in Systems Manager at deployment`, references),
      references,
    };
  if (given !== undefined) return { value: typed(given.value, type), references };
  const fallback = child(declared, "Default");
  if (fallback === undefined) return { value: unknown(`parameter ${name} has no default`), references };
  return { value: typed(defaultOf(fallback), type), references };
}

function isTrue(node: YamlNode | undefined): boolean {
  return node?.kind === "scalar" && (node.value === true || node.text.toLowerCase() === "true");
}

/** A default keeps the text it was written as: `1.10`, `012345678901`, `Yes`; CloudFormation writes `True` as `true`. */
function defaultOf(node: YamlNode): Value {
  if (node.kind !== "scalar") return toValue(node);
  if (node.value === null) return "";
  return typeof node.value === "boolean" && /^(?:true|false)$/i.test(node.text) ? String(node.value) : node.text;
}

/** Longest text and list of a parameter: twice what CloudFormation allows. */
const MAX_LENGTH = 8192;

function typed(value: Value, type: string): Value {
  if (isUnknown(value)) return value;
  if (isMap(value)) return unknown("the value of a parameter is a map");
  const length = isList(value) ? value.length : (asText(value) ?? "").length;
  if (length > MAX_LENGTH) return unknown("the value of a parameter is too long");
  if (type === "CommaDelimitedList" || type.startsWith("List<")) {
    const items = isList(value) ? value : (asText(value) ?? "").split(",").map((item) => item.trim());
    return type === "List<Number>" ? items.map((item) => numberOf(item)) : items;
  }
  if (isList(value))
    return value.every((item) => asText(item) !== undefined) ? value.map((item) => asText(item)).join(",") : value;
  return type === "Number" ? numberOf(value) : (asText(value) ?? value);
}

function numberOf(value: Value): Value {
  if (typeof value !== "string") return value;
  const number = plainScalar(value.trim(), "yaml-1.2");
  return typeof number === "number" ? number : value;
}
