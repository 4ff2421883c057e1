/** Functions that make and take apart texts and lists. */
import { isList, isMap, isUnknown, unknown, unknownText, type Value } from "../../model/value.js";
import type { YamlNode } from "../yaml/node.js";
import type { Place } from "../yaml/source.js";
import { cidrBlocks } from "./cidr.js";
import { CHARACTERS, type Evaluated, MAX_TEXT, mistake, type Scope, spend } from "./stack.js";
import { asText, textOrLookUp, unknownIn, unknownOf } from "./values.js";

/** One text of a list of texts. */
export function join(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const [delimiter, list] = argumentsOf(argument, scope);
  if (list === undefined || delimiter === undefined)
    return mistake(scope, at, "Fn::Join takes a delimiter and a list.");
  if (isUnknown(list) || isUnknown(delimiter)) return unknownOf([list, delimiter]);
  if (!isList(list)) return mistake(scope, at, "Fn::Join takes a list to join.");
  if (list.some(isUnknown)) {
    const between = asText(delimiter) ?? "";
    const parts = list.flatMap((item, at) => [
      ...(at === 0 ? [] : [between]),
      isUnknown(item) ? item : (asText(item) ?? ""),
    ]);
    return unknownText(unknownOf(list), parts);
  }
  const texts = list.map(asText);
  if (texts.includes(undefined)) return mistake(scope, at, "Fn::Join can join only texts, numbers and booleans.");
  const size = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (size + list.length * (asText(delimiter)?.length ?? 0) > MAX_TEXT)
    return unknown("the text that Fn::Join makes is too long");
  spend(scope.stack.session, list.length + size / CHARACTERS);
  return textOrLookUp(texts.join(asText(delimiter) ?? ""));
}

/** A list of texts of one text. */
export function split(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const [delimiter, text] = argumentsOf(argument, scope);
  if (isUnknown(text) || isUnknown(delimiter)) return unknownOf([text, delimiter]);
  if (typeof delimiter !== "string" || delimiter === "" || typeof text !== "string")
    return mistake(scope, at, "Fn::Split takes a delimiter and a text.");
  const parts = text.split(delimiter);
  spend(scope.stack.session, parts.length + text.length / CHARACTERS);
  return parts;
}

/** The item of a list at an index; unknown where an item before it may not be there. */
export function select(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const [index, list] = argumentsOf(argument, scope);
  if (isUnknown(list) || isUnknown(index)) return unknownOf([list, index]);
  const position = numberOf(index ?? null);
  if (!isList(list) || !Number.isInteger(position)) return mistake(scope, at, "Fn::Select takes an index and a list.");
  const { mayBeAbsent } = scope.stack.session;
  const shifts = list.slice(0, position).find((item) => isUnknown(item) && mayBeAbsent.has(item));
  if (isUnknown(shifts)) return unknownOf(list, shifts.because);
  if (position < 0 || position >= list.length)
    return mistake(
      scope,
      at,
      `Fn::Select asks for item ${position} of a list of ${list.length}.`,
      "The first item is 0.",
    );
  return list[position] ?? null;
}

/** The text as it is deployed: in base64. */
export function base64(argument: YamlNode, scope: Scope): Evaluated {
  const value = scope.stack.session.evaluate(argument, scope);
  if (value === undefined || isUnknown(value)) return value;
  const text = asText(value);
  if (text === undefined) return unknownOf([value], "what Fn::Base64 encodes is not a text");
  spend(scope.stack.session, text.length / CHARACTERS);
  return Buffer.from(text, "utf8").toString("base64");
}

/** A list of address blocks. */
export function cidr(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const [block, count, bits] = argumentsOf(argument, scope);
  if (isUnknown(block) || isUnknown(count) || isUnknown(bits)) return unknownOf([block, count, bits]);
  const blocks = cidrBlocks(
    asText(block ?? null) ?? "",
    numberOf(count ?? 1),
    bits === undefined ? undefined : numberOf(bits),
  );
  return (
    blocks ??
    mistake(scope, at, "Fn::Cidr takes an address block, a count from 1 to 256 and a number of bits that fits.")
  );
}

function numberOf(value: Value): number {
  return Number(asText(value) ?? Number.NaN);
}

/** The number of items; unknown where one of them may not be there. */
export function length(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const list = scope.stack.session.evaluate(argument, scope);
  if (isUnknown(list)) return unknownOf([list]);
  if (!isList(list)) return mistake(scope, at, "Fn::Length takes a list.");
  const { mayBeAbsent } = scope.stack.session;
  const unsure = list.find((item) => isUnknown(item) && mayBeAbsent.has(item));
  return isUnknown(unsure) ? unknownOf(list, unsure.because) : list.length;
}

/** The JSON text; where parts are unknown, unknown with the structure it encodes. */
export function toJsonString(argument: YamlNode, scope: Scope, at: Place): Evaluated {
  const value = scope.stack.session.evaluate(argument, scope);
  if (value === undefined || !(isMap(value) || isList(value) || isUnknown(value)))
    return mistake(scope, at, "Fn::ToJsonString takes a map or a list.");
  if (unknownIn(value) !== undefined) {
    const { because, references } = unknownOf([value]);
    return unknown(because, references, isUnknown(value) ? value.encoded : value);
  }
  const text = JSON.stringify(value);
  spend(scope.stack.session, text.length / CHARACTERS);
  return text.length > MAX_TEXT ? unknown("the text that Fn::ToJsonString makes is too long") : text;
}

function argumentsOf(argument: YamlNode, scope: Scope): readonly (Value | undefined)[] {
  if (argument.kind !== "list" || argument.tag !== undefined) return [];
  return argument.items.map((item) => scope.stack.session.evaluate(item, scope));
}
