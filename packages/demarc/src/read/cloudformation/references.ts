/** Ref, Fn::GetAtt and Fn::Sub: how one thing of a template points at another. */
import {
  isList,
  isUnknown,
  type Reference,
  surelySet,
  type Unknown,
  unknown,
  unknownText,
  type Value,
} from "../../model/value.js";
import type { YamlNode } from "../yaml/node.js";
import type { Place } from "../yaml/source.js";
import { truthOf } from "./conditions.js";
import { nameIn } from "./loops.js";
import { nameProperty } from "./names.js";
import { parameterOf } from "./parameters.js";
import {
  addressOf,
  CHARACTERS,
  collect,
  collected,
  type Evaluated,
  type Given,
  MAX_NAME,
  MAX_TEXT,
  mistake,
  newCollector,
  type ResourceRecord,
  type Scope,
  type Stack,
  spend,
} from "./stack.js";
import { asText, textOrLookUp, unknownOf } from "./values.js";

/** The value of a parameter, or the name or id of a resource. */
export function ref(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const name = namePart(argument, scope);
  if (isUnknown(name)) return unknownOf([name], `what Ref names is not known: ${name.because}`);
  const text = asText(name ?? null);
  return text === undefined
    ? mistake(scope, at, "Ref takes the name of a parameter or a resource.")
    : valueNamed(text.trim(), scope, at);
}

/** An attribute of a resource: unknown, but for the outputs of a nested stack that is read. */
export function getAtt(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const parts = (argument.kind === "list" ? argument.items : [argument]).map((item) => namePart(item, scope));
  if (parts.some(isUnknown)) return unknownOf(parts, `what Fn::GetAtt names is not known: ${unknownOf(parts).because}`);
  const [id, attribute] = dotted(parts.map((part) => asText(part ?? null) ?? "").join("."));
  if (attribute === "") return mistake(scope, at, "Fn::GetAtt takes a resource and an attribute: Resource.Attribute.");
  return attributeOf(id, attribute, scope, at);
}

/** A name as it is written where a loop variable in it is unknown, for that is how the resource is called. */
function namePart(node: YamlNode, scope: Scope): Evaluated {
  const isPlain = node.kind === "scalar" && node.tag === undefined;
  return isPlain ? nameIn(node.text, scope.loops) : scope.stack.session.evaluate(node, scope);
}

/** `text`, or `[text, values]`; an unknown part makes the text unknown and keeps its references. */
export function sub(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const [template, values] = argument.kind === "list" ? argument.items : [argument];
  if (template?.kind !== "scalar") return mistake(scope, at, "Fn::Sub takes a text, or a list of a text and a map.");
  const parts: Evaluated[] = [];
  let size = 0;
  for (const part of partsOf(nameIn(template.text, scope.loops))) {
    const value = part.kind === "text" ? part.text : filled(part.text, values, scope, at);
    parts.push(value);
    size += typeof value === "string" ? value.length : 0;
    if (size > MAX_TEXT) return unknown("the text that Fn::Sub makes is too long");
  }
  spend(scope.stack.session, parts.length + size / CHARACTERS);
  if (parts.some(isUnknown)) {
    return unknownText(
      unknownOf(parts),
      parts.map((part) => (isUnknown(part ?? null) ? (part as Unknown) : (asText(part ?? null) ?? ""))),
    );
  }
  const texts = parts.map((part) => (part === undefined ? "" : asText(part)));
  if (texts.includes(undefined))
    return mistake(scope, at, "Fn::Sub can put only texts, numbers and booleans into its text.");
  return textOrLookUp(texts.join(""));
}

type Part = { readonly kind: "text" | "name"; readonly text: string };

/** `${Name}` is a name, `${!Name}` the text `${Name}`. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let open = text.indexOf("${"); open !== -1; open = text.indexOf("${", from)) {
    const close = text.indexOf("}", open);
    if (close === -1) break;
    if (open > from) parts.push({ kind: "text", text: text.slice(from, open) });
    const name = text.slice(open + 2, close).trim();
    parts.push(name.startsWith("!") ? { kind: "text", text: `\${${name.slice(1)}}` } : { kind: "name", text: name });
    from = close + 1;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}

function filled(name: string, values: YamlNode | undefined, scope: Scope, at: Place): Evaluated {
  const own = values?.kind === "map" ? values.entries.get(name)?.node : undefined;
  if (own !== undefined) return scope.stack.session.evaluate(own, scope);
  const { stack } = scope;
  if (!name.includes(".") || stack.resources.has(name) || scope.loops.has(name)) return valueNamed(name, scope, at);
  const [id, attribute] = dotted(name);
  return attributeOf(id, attribute, scope, at);
}

/** Splits at the first dot. */
function dotted(name: string): [string, string] {
  const dot = name.indexOf(".");
  return dot === -1 ? [name, ""] : [name.slice(0, dot).trim(), name.slice(dot + 1).trim()];
}

function valueNamed(written: string, scope: Scope, at: Place): Evaluated {
  const { stack } = scope;
  const name = nameIn(written, scope.loops);
  const loop = scope.loops.get(name);
  if (loop !== undefined) return loop;
  const parameter = parameterOf(name, stack);
  if (parameter !== undefined) {
    collect(scope, parameter.references);
    if (isList(parameter.value)) spend(stack.session, parameter.value.length);
    return parameter.value;
  }
  if (name.startsWith("AWS::")) return pseudo(name, scope, at);
  const record = stack.resources.get(name);
  if (record === undefined) return generated(name, scope) ?? missing(name, scope, at);
  if (!exists(record, scope, at)) return unknown(`${name} does not exist under these conditions`);
  const reference = { address: addressOf(stack, name), attribute: "Ref" };
  collect(scope, [reference]);
  return (
    explicitName(record, stack) ?? surelySet(unknown(`the id of ${name} is known only after deployment`, [reference]))
  );
}

function pseudo(name: string, scope: Scope, at: Place): Evaluated {
  if (name === "AWS::NoValue") return undefined;
  const given = scope.stack.session.pseudo[name];
  if (given !== undefined) return given;
  if (!PSEUDO.has(name))
    return mistake(scope, at, `There is no pseudo parameter ${name}.`, `There are ${[...PSEUDO].join(", ")}.`);
  return surelySet(unknown(`${name} is known only at deployment`));
}

const PSEUDO: ReadonlySet<string> = new Set([
  "AWS::AccountId",
  "AWS::NotificationARNs",
  "AWS::NoValue",
  "AWS::Partition",
  "AWS::Region",
  "AWS::StackId",
  "AWS::StackName",
  "AWS::URLSuffix",
]);

/** SAM makes resources of its own: `Function.Version`, `Function.Alias`, `FunctionRole`, `ApiStage`. They belong to what makes them. */
function generated(name: string, scope: Scope): Value | undefined {
  const { stack } = scope;
  if (!stack.template.isSam) return undefined;
  const maker = makerOf(name, stack);
  if (maker === undefined) return undefined;
  const reference: Reference = {
    address: addressOf(stack, maker.id),
    attribute: name.slice(maker.id.length).replace(/^\./, ""),
  };
  collect(scope, [reference]);
  return surelySet(unknown(`${name} is made by SAM from ${maker.id}`, [reference]));
}

function makerOf(name: string, stack: Stack): ResourceRecord | undefined {
  for (const ending of MADE_BY_SAM) {
    const end = ending.exec(name);
    const maker = end === null ? undefined : stack.resources.get(name.slice(0, end.index));
    if (maker?.type.startsWith("AWS::Serverless::")) return maker;
  }
  return undefined;
}

const MADE_BY_SAM: readonly RegExp[] = [
  /\.(?:Version|Alias|Stage|DestinationQueue|DestinationTopic)$/,
  /(?:Role|Stage|Deployment)$/,
  /(?:Version|Alias)[A-Za-z0-9]*$/,
];

function missing(name: string, scope: Scope, at: Place): Value {
  const because = `there is no ${name}`;
  if (scope.stack.template.isOpen || scope.stack.template.resources?.entries.has(name)) return unknown(because);
  return mistake(scope, at, `There is no parameter or resource ${name}.`, "Declare it, or correct the name.");
}

function attributeOf(id: string, attribute: string, scope: Scope, at: Place): Evaluated {
  const { stack } = scope;
  const record = stack.resources.get(id);
  if (record === undefined) return generated(`${id}`, scope) ?? missing(id, scope, at);
  if (!exists(record, scope, at)) return unknown(`${id} does not exist under these conditions`);
  const output = attribute.startsWith("Outputs.")
    ? outputOf(record, attribute.slice("Outputs.".length), stack, at)
    : undefined;
  if (output !== undefined) {
    collect(scope, output.references);
    return output.value;
  }
  const reference: Reference = { address: addressOf(stack, id), attribute };
  collect(scope, [reference]);
  return surelySet(unknown(`${id}.${attribute} is known only after deployment`, [reference]));
}

function exists(record: ResourceRecord, scope: Scope, at: Place): boolean {
  const condition = record.node.entries.get("Condition")?.node;
  if (condition?.kind !== "scalar") return true;
  const truth = truthOf(condition.text, { stack: scope.stack, loops: record.loops }, condition);
  if (truth !== false) return true;
  // In a choice that is open, the side that names it may be the one that is not taken.
  if ((scope.collector?.doubts ?? 0) > 0) return false;
  const message = `${record.id} is named here, but its condition ${condition.text} is false.`;
  mistake(scope, at, message, "Put the same condition on what names it.");
  return false;
}

/** An output of the nested stack that `record` makes; `undefined` where that stack cannot be read. */
function outputOf(record: ResourceRecord, name: string, stack: Stack, at: Place): Given | undefined {
  const nested = stack.session.openNested(stack, record);
  if (nested === undefined) return undefined;
  const known = nested.outputValues.get(name);
  if (known === "open") return { value: unknown(`the output ${name} of ${record.id} hangs on itself`), references: [] };
  if (known !== undefined) return known;
  const output = nested.outputs.get(name);
  if (output === undefined) {
    const scope = { stack, loops: new Map() };
    if (nested.template.isOpen) return undefined;
    return { value: mistake(scope, at, `The nested stack ${record.id} has no output ${name}.`), references: [] };
  }
  nested.outputValues.set(name, "open");
  const collector = newCollector();
  const value = nested.session.evaluate(output.node, { stack: nested, loops: output.loops, collector }) ?? null;
  const given = { value, references: collected(collector) };
  nested.outputValues.set(name, given);
  return given;
}

/** The name that the template gives the resource, where Ref returns it. */
function explicitName(record: ResourceRecord, stack: Stack): string | undefined {
  if (stack.names.has(record.id)) return stack.names.get(record.id);
  // Set before it is worked out: two resources that are named after each other have no name.
  stack.names.set(record.id, undefined);
  const property = nameProperty(record.type);
  const node =
    property !== undefined && record.properties?.kind === "map"
      ? record.properties.entries.get(property)?.node
      : undefined;
  if (node === undefined) return undefined;
  const value = stack.session.evaluate(node, { stack, loops: record.loops });
  const name = typeof value === "string" && value.length <= MAX_NAME ? value : undefined;
  stack.names.set(record.id, name);
  return name;
}
