/** Values as an input gives them, and the unknown: a value that exists but that the input cannot tell. */

/** The address of a deployed thing: a Terraform address, a CloudFormation logical id, kind/namespace/name. */
export type Address = string & { readonly __address?: never };

/** A pointer from an attribute to another resource of the same input. */
export interface Reference {
  readonly address: Address;
  /** The attribute of the target that is read (`arn`, `id`, `Ref`), where one is named. */
  readonly attribute?: string;
  /** One of several possible values: it may be this, another, or nothing. */
  readonly maybe?: true;
}

const brand: unique symbol = Symbol("unknown");

/** A value that cannot be told from the input. Never the same as `null` (not set). */
export interface Unknown {
  readonly [brand]: true;
  /** What it hangs on, as a phrase: "var.launch_type has no default". */
  readonly because: string;
  /** The resources whose attributes it is made of, where these are known. */
  readonly references: readonly Reference[];
  /** For a text that encodes a structure (JSON) of which only parts are unknown: that structure. */
  readonly encoded?: Value;
  /** It surely has a value, only not one that can be told: an id that is given at deployment, a text with an unknown part. */
  readonly isSet?: true;
  /** For a text of which parts are known: what stands before, between and after the unknown parts (`["arn:", ":iam::aws:policy/X"]`). */
  readonly pieces?: readonly string[];
}

export interface ValueMap {
  readonly [key: string]: Value;
}

/** Maps have no prototype, so that no key of an input (`__proto__`, `constructor`) is special. */
export type Value = string | number | boolean | null | Unknown | readonly Value[] | ValueMap;

/** Makes an unknown value. `because` is a phrase without a full stop. */
export function unknown(because: string, references: readonly Reference[] = [], encoded?: Value): Unknown {
  return encoded === undefined
    ? { [brand]: true, because, references }
    : { [brand]: true, because, references, encoded };
}

/** The same unknown as one of several possible values: what it refers to, it may refer to. */
export function perhaps(value: Unknown): Unknown {
  return { ...value, references: value.references.map((reference) => ({ ...reference, maybe: true as const })) };
}

/** The same unknown, of which it is certain that it is not null. */
export function surelySet(value: Unknown): Unknown {
  return { ...value, isSet: true };
}

/** An unknown text that is made of parts, some of them known. It is certain that it is set. */
export function unknownText(base: Unknown, parts: readonly (string | Unknown)[]): Unknown {
  const pieces = [""];
  const append = (text: string): void => {
    pieces[pieces.length - 1] += text;
  };
  for (const part of parts) {
    if (typeof part === "string") append(part);
    else {
      const [first = "", ...rest] = part.pieces ?? ["", ""];
      append(first);
      pieces.push(...rest);
    }
  }
  return { ...base, isSet: true, pieces };
}

/**
 * Makes an unknown of what was one before it crossed from one thread to another: symbols do not survive that. It changes
 * the object itself, so that whoever holds it holds an unknown again.
 */
export function restoreUnknown(plain: object): void {
  (plain as { [brand]?: true })[brand] = true;
}

export function isUnknown(value: Value | undefined): value is Unknown {
  return typeof value === "object" && value !== null && brand in value;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(brand in value);
}

/**
 * An empty map that is safe for any key. (An object that is made with a prototype and then loses it is laid out like a
 * literal; one of `Object.create(null)` is a hash table, which takes three times the memory.)
 */
export function emptyMap<T = Value>(): Record<string, T> {
  return Object.setPrototypeOf({}, null) as Record<string, T>;
}
