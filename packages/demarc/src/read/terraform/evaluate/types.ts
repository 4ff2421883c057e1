/** Types of values, and the one that several go into: what decides whether `cond ? 1 : "a"` is 1 or "1". */

export type Type =
  /** `dynamic`: the type of a null, which goes with any. */
  | { readonly kind: "string" | "number" | "bool" | "dynamic" }
  | { readonly kind: "list" | "set" | "map"; readonly of: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Type> };

export const text: Type = { kind: "string" };
export const number: Type = { kind: "number" };
export const bool: Type = { kind: "bool" };
export const dynamic: Type = { kind: "dynamic" };

/**
 * The type that values of all these types become where they stand together, or undefined where none fits all.
 * @example unifiedType([number, text]) // text
 */
export function unifiedType(types: readonly Type[]): Type | undefined {
  const distinct = distinctTypes(types);
  const [first = dynamic, ...rest] = distinct;
  if (rest.length === 0) return first;
  const kinds = new Set(distinct.map((type) => type.kind));
  kinds.delete("dynamic");
  const isDynamic = distinct.some((type) => type.kind === "dynamic");
  const [kind, other, third] = [...kinds].sort();
  if (third === undefined) {
    if (kind === "map" && other === "object") {
      const asMaps = unifiedWith(distinct, "object", mapOfObjects);
      if (asMaps?.kind === "map") return asMaps;
    } else if (kind === "list" && other === "tuple") {
      const asLists = unifiedWith(distinct, "tuple", listOfTuples);
      if (asLists?.kind === "list") return asLists;
    } else if (other === undefined && isCollectionKind(kind)) {
      return isDynamic ? dynamic : unifiedAlike(distinct);
    }
  }
  if (kinds.has("object") && kinds.has("tuple")) return undefined;
  const suitable = distinct.filter((to) => distinct.every((from) => isConvertible(from, to)));
  return suitable.find((to) => !suitable.some((better) => preference(better, to) > 0));
}

function isCollectionKind(kind: Type["kind"] | undefined): boolean {
  return kind === "list" || kind === "set" || kind === "map" || kind === "tuple" || kind === "object";
}

/** Types of one kind, all lists or all objects and so on, of which two at least differ. */
function unifiedAlike(types: readonly Type[]): Type | undefined {
  const [first] = types;
  switch (first?.kind) {
    case "list":
    case "set":
    case "map": {
      const of = unifiedType(types.map((type) => ("of" in type ? type.of : dynamic)));
      return of && { kind: first.kind, of };
    }
    case "tuple": {
      const rows = types.map(itemsOf);
      if (rows.some((row) => row.length !== first.items.length)) return listOfTuples(types);
      const items = first.items.map((_, at) => unifiedType(rows.map((row) => row[at] ?? dynamic)));
      return items.every((item) => item !== undefined) ? { kind: "tuple", items } : undefined;
    }
    case "object": {
      const maps = types.map(fieldsOf);
      const names = [...first.fields.keys()];
      if (maps.some((map) => map.size !== names.length || names.some((name) => !map.has(name))))
        return mapOfObjects(types);
      const fields = new Map<string, Type>();
      for (const name of names) {
        const type = unifiedType(maps.map((map) => map.get(name) ?? dynamic));
        if (type === undefined) return undefined;
        fields.set(name, type);
      }
      return { kind: "object", fields };
    }
    default:
      return undefined;
  }
}

/** Takes those of one kind as what they are together, a list or a map, and unifies that with the rest. */
function unifiedWith(
  types: readonly Type[],
  kind: Type["kind"],
  together: (types: readonly Type[]) => Type | undefined,
): Type | undefined {
  const one = together(types.filter((type) => type.kind === kind));
  return one && unifiedType([...types.filter((type) => type.kind !== kind), one]);
}

function listOfTuples(types: readonly Type[]): Type | undefined {
  const of = unifiedType(types.flatMap(itemsOf));
  return of && { kind: "list", of };
}

function mapOfObjects(types: readonly Type[]): Type | undefined {
  const of = unifiedType(types.flatMap((type) => [...fieldsOf(type).values()]));
  return of && { kind: "map", of };
}

function itemsOf(type: Type): readonly Type[] {
  return type.kind === "tuple" ? type.items : [];
}

function fieldsOf(type: Type): ReadonlyMap<string, Type> {
  return type.kind === "object" ? type.fields : new Map();
}

/** Whether values of a type may become those of another; a text may become a number, if it is one. */
export function isConvertible(from: Type, to: Type): boolean {
  if (from.kind === "dynamic" || to.kind === "dynamic") return true;
  switch (to.kind) {
    case "string":
      return from.kind === "string" || from.kind === "number" || from.kind === "bool";
    case "number":
    case "bool":
      return from.kind === to.kind || from.kind === "string";
    case "list":
    case "set":
      if (from.kind === "list" || from.kind === "set") return isConvertible(from.of, to.of);
      return from.kind === "tuple" && areConvertible(from.items, to.of);
    case "map":
      if (from.kind === "map") return isConvertible(from.of, to.of);
      return from.kind === "object" && areConvertible([...from.fields.values()], to.of);
    case "tuple":
      return (
        from.kind === "tuple" &&
        from.items.length === to.items.length &&
        from.items.every((item, at) => isConvertible(item, to.items[at] ?? dynamic))
      );
    case "object":
      if (from.kind !== "map" && from.kind !== "object") return false;
      return [...to.fields].every(([name, type]) => {
        const own = from.kind === "object" ? from.fields.get(name) : from.of;
        return own !== undefined && isConvertible(own, type);
      });
  }
}

function areConvertible(types: readonly Type[], to: Type): boolean {
  return to.kind === "dynamic" ? unifiedType(types) !== undefined : types.every((type) => isConvertible(type, to));
}

/** Above 0 where the first is the better of two that would both do. */
function preference(a: Type, b: Type): number {
  if (a.kind === "dynamic" || b.kind === "dynamic") return Number(b.kind === "dynamic") - Number(a.kind === "dynamic");
  if (a.kind === b.kind) return "of" in a && "of" in b ? preference(a.of, b.of) : 0;
  return (ranks[a.kind] ?? 0) - (ranks[b.kind] ?? 0);
}

const ranks: Partial<Record<Type["kind"], number>> = { string: 1, map: 1, list: 3, tuple: 1, set: 2 };

function distinctTypes(types: readonly Type[]): readonly Type[] {
  const found: Type[] = [];
  const seen = new Set<string>();
  let last: Type | undefined;
  for (const type of types) {
    if (type === last) continue;
    last = type;
    const key = typeText(type);
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(type);
  }
  return found;
}

/**
 * The same text for equal types.
 * @example typeText({ kind: "list", of: text }) // "list(string)"
 */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return `${type.kind}(${typeText(type.of)})`;
    case "tuple":
      return `tuple([${type.items.map(typeText).join(", ")}])`;
    case "object": {
      const fields = [...type.fields].sort(([a], [b]) => (a < b ? -1 : 1));
      return `object({${fields.map(([name, of]) => `${JSON.stringify(name)} = ${typeText(of)}`).join(", ")}})`;
    }
    default:
      return type.kind;
  }
}
