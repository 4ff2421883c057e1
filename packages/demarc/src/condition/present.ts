/** Presents values to CEL in the shape that an expression reads them, with unknowns that raise when they are read. */
import { emptyMap, isList, isMap, isUnknown, type Unknown, unknown, type Value } from "../model/value.js";
import { type Shape, type TextUse, wholeShape } from "./shape.js";

/** Raised inside CEL when an unknown value is read; CEL's `&&` and `||` absorb it where the other side decides. */
export interface UnknownRead extends Error {
  readonly value: Unknown;
}

const unknownReadPrototype = Object.create(Error.prototype) as Error;

/** An error without a stack: it is raised thousands of times, and nobody reads where. */
function unknownRead(value: Unknown): UnknownRead {
  return Object.assign(Object.create(unknownReadPrototype) as Error, { message: value.because, value });
}

export function isUnknownRead(error: unknown): error is UnknownRead {
  return error instanceof Error && Object.getPrototypeOf(error) === unknownReadPrototype;
}

/** A value ready for CEL. An {@link Unknown} is returned as such, for the caller to hang a raising getter on. */
export function present(value: Value | undefined, shape: Shape): unknown {
  const prepared = shape.asList ? listOf(decoded(value, shape)) : decoded(value, shape);
  if (isUnknown(prepared)) return presentUnknown(prepared, shape);
  if (prepared === undefined || prepared === null) return absent(shape);
  if (isList(prepared)) return presentList(prepared, shape);
  if (isMap(prepared)) return presentMap(prepared, shape);
  // Some attributes may be a text or a block; what is read inside the one cannot be told from the other.
  // Whoever asks whether something is set takes an empty text for nothing, as the providers do: `kms_key_id = ""`.
  if (prepared === "" && shape.nullCompared) return null;
  const isReadAsText = shape.leaf || shape.nullCompared || shape.texts.length > 0;
  if (shape.fields.size > 0 && !isReadAsText) return unknown("a single value stands where a block is read");
  return typeof prepared === "number" && Number.isSafeInteger(prepared) ? BigInt(prepared) : prepared;
}

/** Defines a key of a context object; an unknown raises when it is read. */
export function definePresented(target: object, key: string | number, presented: unknown): void {
  if (isUnknown(presented as Value)) {
    const value = presented as Unknown;
    Object.defineProperty(target, key, {
      enumerable: true,
      configurable: true,
      get() {
        throw unknownRead(value);
      },
    });
  } else {
    // A plain assignment: maps have no prototype, so that no key is special.
    (target as Record<string | number, unknown>)[key] = presented;
  }
}

function decoded(value: Value | undefined, shape: Shape): Value | undefined {
  if (!shape.json) return value;
  if (isUnknown(value)) return value.encoded ?? value;
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return unknown("a text that should be JSON is not");
  }
}

function listOf(value: Value | undefined): Value {
  if (value === undefined || value === null) return [];
  // A text is one item, however much of it is known.
  if (isUnknown(value)) return value.pieces === undefined ? value : [value];
  return isList(value) ? value : [value];
}

/** That the whole is set says nothing of what is read inside it. */
function presentUnknown(value: Unknown, shape: Shape): unknown {
  const isReadInside = shape.list || shape.indexed || shape.element !== undefined || shape.fields.size > 0;
  if (isReadInside) {
    return value.isSet === true ? unknown(value.because, value.references, value.encoded) : value;
  }
  if (shape.leaf) return value;
  if (shape.passed && !shape.nullCompared && shape.texts.length === 0) return new PassedOn(value);
  if (shape.passed || value.isSet !== true) return value;
  if (shape.texts.length === 0) return shape.nullCompared ? "(set)" : value;
  const { pieces } = value;
  return pieces !== undefined && shape.texts.every((use) => isDecided(use, pieces)) ? pieces.join(unknownPart) : value;
}

/** An unknown on its way through CEL that nothing reads. A class, because CEL tells types by their constructor. */
export class PassedOn {
  constructor(readonly value: Unknown) {}
}

/** Stands for the unknown parts of a text; no literal of the catalog holds it. */
const unknownPart = "\uE000";

/** Whether the known pieces of a text decide a comparison, whatever stands between them. */
function isDecided({ kind, text }: TextUse, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  switch (kind) {
    case "contains":
      return pieces.some((piece) => piece.includes(text));
    case "startsWith":
      return first.startsWith(text) || !text.startsWith(first);
    case "endsWith":
      return last.endsWith(text) || !text.endsWith(last);
    case "equals":
      return !mayEqual(text, pieces);
  }
}

function mayEqual(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

/** What is not set: [] where a list is read, an object of unset fields where one is read through, else null. */
function absent(shape: Shape): unknown {
  if (shape.list) return [];
  if (shape.indexed) return shape.element === undefined ? [null] : [absent(shape.element)];
  if (shape.fields.size > 0 && !shape.leaf && !shape.nullCompared) return presentMap(emptyMap(), shape);
  return null;
}

function presentList(items: readonly Value[], shape: Shape): unknown {
  const readThrough = shape.fields.size > 0 && !shape.list && !shape.indexed;
  // One nested block reads as an object: Terraform writes it as a list of one, CloudFormation does not.
  if (readThrough && items.length <= 1) return present(items[0], shape);
  if (shape.indexed && !shape.list && items.length === 0) return absent(shape);
  // Where only the length is asked, unknown items do not matter.
  if (shape.list && shape.element === undefined && !shape.leaf) return new Array(items.length).fill(null);
  const list: unknown[] = new Array(items.length);
  const element = shape.element ?? wholeShape;
  const presented = items.map((item) => present(item, element));
  // An unknown item raises when it is reached. Where only each is asked, those that can be told are asked first.
  const isOrdered = shape.ordered || shape.leaf || !shape.list;
  const isRaising = (item: unknown): boolean => isUnknown(item as Value);
  const ordered = isOrdered
    ? presented
    : [...presented.filter((item) => !isRaising(item)), ...presented.filter(isRaising)];
  ordered.forEach((item, index) => {
    definePresented(list, index, item);
  });
  return list;
}

function presentMap(map: { readonly [key: string]: Value }, shape: Shape): unknown {
  const result = emptyMap<unknown>();
  const unknowns: [string, Unknown][] = [];
  const add = (key: string, value: Value | undefined, field: Shape): void => {
    const presented = present(value, field);
    if (isUnknown(presented as Value)) unknowns.push([key, presented as Unknown]);
    else definePresented(result, key, presented);
  };
  for (const [key, field] of shape.fields) {
    if (field.optional && (map[key] === undefined || !Object.hasOwn(map, key))) continue;
    add(key, Object.hasOwn(map, key) ? map[key] : undefined, field);
  }
  if (shape.leaf || shape.list || (shape.fields.size === 0 && !shape.nullCompared)) {
    for (const key of Object.keys(map)) if (!shape.fields.has(key)) add(key, map[key], wholeShape);
  }
  // CEL looks at a map's first value to tell its type: so unknowns come last, and never alone.
  if (unknowns.length > 0 && !shape.list && Object.keys(result).length === 0) definePresented(result, "\0", null);
  for (const [key, value] of unknowns) definePresented(result, key, value);
  return result;
}

/** A result of CEL as a plain value. */
export function plain(result: unknown): Value {
  if (result instanceof PassedOn) return result.value;
  if (typeof result === "bigint") return Number(result);
  if (result === null || typeof result === "string" || typeof result === "number" || typeof result === "boolean") {
    return result;
  }
  if (Array.isArray(result)) return Array.from({ length: result.length }, (_, index) => plainKey(result, index));
  if (typeof result === "object") {
    const map = emptyMap();
    for (const key of Object.keys(result)) if (key !== "\0") map[key] = plainKey(result, key);
    return map;
  }
  return null;
}

function plainKey(holder: object, key: string | number): Value {
  try {
    return plain((holder as Record<string | number, unknown>)[key]);
  } catch (error) {
    if (isUnknownRead(error)) return error.value;
    throw error;
  }
}
