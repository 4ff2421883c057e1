/** A resource's attributes with what is not known, or must not be told, laid over them. */
import {
  emptyMap,
  isList,
  isMap,
  isUnknown,
  type Reference,
  surelySet,
  type Unknown,
  unknown,
  type Value,
} from "../../../model/value.js";
import type { ConfigBlock } from "./configuration.js";
import { isFilledIn } from "./filled-in.js";
import type { Targets } from "./references.js";
import { entryOf, type Holders, type Mark, type Marks, type Reads } from "./values.js";

export interface PlanMarks {
  /** What is known only after apply. */
  readonly unknown: Marks | undefined;
  readonly sensitive: Marks | undefined;
  /** What is a list, a map or a block; absent where the plan does not tell. */
  readonly holders: Holders | undefined;
}

/** What else the plan tells of a resource. */
export interface Around {
  /** Absent where the plan's configuration does not have the resource. */
  readonly block: ConfigBlock | undefined;
  /** What an attribute's expression refers to, by its path. */
  readonly targets: (path: string) => Targets;
  /** What is known of a policy document that is put together during the apply, by the address of its data source. */
  readonly policyDocument: (address: string) => Unknown | undefined;
}

type OpenMarks = readonly (readonly [string, Mark])[];

/**
 * Makes the function that lays the marks over a resource's attributes, in place. What the apply will tell is unknown; but what the
 * configuration does not set, and the provider fills in, reads as not set, just as it does in the configuration itself: its
 * documented default holds.
 */
export function createMarker(
  reads: Reads,
): (type: string, attributes: Record<string, Value>, marks: PlanMarks, around: Around) => Record<string, Value> {
  const counting = new Map<Marks, Map<ConfigBlock["sets"] | undefined, Map<Holders | undefined, OpenMarks>>>();

  return (type, attributes, { unknown: unknowns, sensitive, holders: told }, around) => {
    const holders = told !== undefined && isWhole(told, attributes) ? told : undefined;
    const open = unknowns === undefined ? noMarks : countingOf(unknowns, type, around.block?.sets, holders);
    if (open.length === 0 && sensitive === undefined) return attributes;
    // It is the resource's own object, and no copy of it is needed.
    const result: Record<string, Value> = isEmpty(attributes) ? {} : attributes;
    for (const [name, mark] of open) {
      const at = { path: name, holders: holders?.[name], writtenAbove: 1 };
      result[name] = withUnknowns(result[name], mark, at, around);
    }
    for (const [name, mark] of Object.entries(sensitive ?? {})) {
      const value = Object.hasOwn(result, name) ? result[name] : undefined;
      if (value !== undefined) result[name] = withSecrets(value, mark, name);
    }
    return result;
  };

  /** The marks that count, worked out once for all resources that are marked alike and set the same. */
  function countingOf(
    marks: Marks,
    type: string,
    sets: ConfigBlock["sets"] | undefined,
    holders: Holders | undefined,
  ): OpenMarks {
    const byHolders = entryOf(
      entryOf(counting, marks, () => new Map()),
      sets,
      () => new Map(),
    );
    return entryOf(byHolders, holders, () => {
      const isFilled = (name: string): boolean =>
        sets !== undefined && !sets.has(name) && (isPlain(holders, name) || isFilledIn(type, name, reads));
      return Object.entries(marks).filter(([name, mark]) => !(mark === true && isFilled(name)));
    });
  }
}

function isEmpty(attributes: object): boolean {
  for (const _ in attributes) return false;
  return true;
}

const noMarks: OpenMarks = [];

/** Whether it has every list and map that there is: other tools may write plans, too, or take parts out of them. */
function isWhole(holders: Holders, attributes: Record<string, Value>): boolean {
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === "object" && value !== null && !Object.hasOwn(holders, name)) return false;
  }
  return true;
}

/** A text, a number or a bool: no block, and so nothing that a `dynamic` block could have made. */
function isPlain(holders: Holders | undefined, name: string): boolean {
  return holders !== undefined && !Object.hasOwn(holders, name);
}

interface At {
  readonly path: string;
  readonly holders: Holders[string] | undefined;
  /** How many blocks the ones above are that the configuration writes out; undefined where `dynamic` may have made some. */
  readonly writtenAbove: number | undefined;
}

function withUnknowns(value: Value | undefined, mark: Mark | undefined, at: At, around: Around): Value {
  if (mark === undefined) return value ?? null;
  if (mark === true) return unknownOf(at.path, around.targets(at.path), around);
  if (Array.isArray(mark)) return listWithUnknowns(isList(value) ? value : [], mark, at, around);
  const map = isMap(value) ? { ...value } : emptyMap();
  const holders = typeof at.holders === "object" && !Array.isArray(at.holders) ? (at.holders as Holders) : undefined;
  for (const [name, inner] of Object.entries(mark)) {
    const path = `${at.path}.${name}`;
    const isLeftOut = at.writtenAbove !== undefined && around.block?.sets.has(path) === false;
    if (inner === true && isLeftOut && isPlain(holders, name)) continue;
    map[name] = withUnknowns(map[name], inner, { ...at, path, holders: holders?.[name] }, around);
  }
  return map;
}

function listWithUnknowns(
  items: readonly Value[],
  marks: readonly (Mark | undefined)[],
  { path, holders, writtenAbove }: At,
  around: Around,
): Value {
  // What is unknown in a set is left out of its values, so these may be fewer.
  const length = Math.max(items.length, marks.length);
  const all = (writtenAbove ?? 0) * length;
  const isWritten = all > 0 && around.block?.written[path] === all;
  const singles = marks.every((mark) => mark === true) ? oneEach(around.targets(path), length) : undefined;
  return Array.from({ length }, (_, index) => {
    const single = singles?.[index];
    if (single !== undefined) return unknownOf(path, { references: [single], isSure: true }, around);
    const inner = Array.isArray(holders) ? holders[index] : undefined;
    const at = { path, holders: inner, writtenAbove: isWritten ? all : undefined };
    return withUnknowns(items[index], marks[index], at, around);
  });
}

/** `aws_subnet.a[*].id` of three subnets gives three ids: each is of one of them. */
function oneEach({ references, isSure }: Targets, length: number): readonly Reference[] | undefined {
  if (!isSure || references.length !== length) return undefined;
  const attribute = references[0]?.attribute;
  const addresses = new Set(references.map(({ address }) => address));
  const isOneEach = addresses.size === length && references.every((reference) => reference.attribute === attribute);
  return isOneEach ? references : undefined;
}

function unknownOf(path: string, { references, isSure }: Targets, { policyDocument }: Around): Unknown {
  const all = isSure ? references : references.map((reference): Reference => ({ ...reference, maybe: true }));
  const [first, ...others] = all;
  const isOne = isSure && first !== undefined && others.length === 0;
  // Behind a computed key (`data.aws_iam_policy_document.a[each.key].json`) a plan leaves the attribute out.
  const document = isOne && (first.attribute ?? "json") === "json" ? policyDocument(first.address) : undefined;
  if (document !== undefined) return document;
  // Which resource it comes of is in the references; in words it would make every explanation a different one.
  const value = unknown(`${path} is known only after apply`, all);
  return isOne && alwaysGiven.has(first.attribute ?? "") ? surelySet(value) : value;
}

/** Attributes that every resource has once it exists. */
const alwaysGiven = new Set(["id", "arn"]);

/** It is there, and that is all that may be said of it. A mark that does not fit the value hides all of it. */
function withSecrets(value: Value, mark: Mark | undefined, path: string): Value {
  if (mark === undefined || value === null) return value;
  if (isUnknown(value) && mark !== true) return unknown(value.because, value.references);
  if (Array.isArray(mark) && isList(value)) return value.map((item, at) => withSecrets(item, mark[at], path));
  if (mark === true || Array.isArray(mark) || !isMap(value)) return surelySet(unknown(`${path} is sensitive`));
  const map: Record<string, Value> = { ...value };
  for (const [name, inner] of Object.entries(mark)) {
    if (Object.hasOwn(map, name)) map[name] = withSecrets(map[name] as Value, inner, `${path}.${name}`);
  }
  return map;
}
