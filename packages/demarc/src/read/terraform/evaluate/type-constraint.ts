/** Type constraints of variables: `list(object({ name = string, size = optional(number, 1) }))`. */
import { emptyMap, isList, isMap, isUnknown, type Value } from "../../../model/value.js";
import type { Expression } from "../hcl/ast.js";
import { toSet, toTypedList, toTypedMap } from "./conversion.js";
import { readerOf } from "./objects.js";
import { setOf } from "./sets.js";
import { markTyped, markUnknown } from "./typed.js";
import type { Type } from "./types.js";
import { booleanOf, EvaluationError, numberOf, textOf } from "./value-tools.js";

export type TypeConstraint =
  | { readonly kind: "any" }
  | { readonly kind: "string" | "number" | "bool" }
  | { readonly kind: "list" | "set" | "map"; readonly of: TypeConstraint }
  | { readonly kind: "tuple"; readonly items: readonly TypeConstraint[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, ObjectField> };

interface ObjectField {
  readonly type: TypeConstraint;
  readonly isOptional: boolean;
  readonly default: Expression | undefined;
}

const anything: TypeConstraint = { kind: "any" };

/** Reads a `type` expression. What is not understood accepts anything, as Terraform would have refused it. */
export function typeConstraintOf(expression: Expression | undefined): TypeConstraint {
  if (expression === undefined) return anything;
  if (expression.kind === "parentheses") return typeConstraintOf(expression.inner);
  if (expression.kind === "variable" || (expression.kind === "literal" && typeof expression.value === "string")) {
    const name = expression.kind === "variable" ? expression.name : expression.value;
    if (name === "string" || name === "number" || name === "bool") return { kind: name };
    // The oldest form: type = "list".
    if (name === "list" || name === "map" || name === "set") return { kind: name, of: anything };
    return anything;
  }
  if (expression.kind !== "call") return anything;
  const [arg] = expression.args;
  switch (expression.name) {
    case "list":
    case "set":
    case "map":
      return { kind: expression.name, of: typeConstraintOf(arg) };
    case "tuple":
      return arg?.kind === "tuple" ? { kind: "tuple", items: arg.items.map(typeConstraintOf) } : anything;
    case "object":
      return arg?.kind === "object" ? { kind: "object", fields: fieldsOf(arg.items) } : anything;
    default:
      return anything;
  }
}

function fieldsOf(
  items: readonly { readonly key: Expression; readonly value: Expression }[],
): ReadonlyMap<string, ObjectField> {
  const fields = new Map<string, ObjectField>();
  for (const { key, value } of items) {
    if (key.kind !== "literal" || typeof key.value !== "string") continue;
    const isOptional = value.kind === "call" && value.name === "optional";
    fields.set(key.value, {
      type: typeConstraintOf(isOptional ? value.args[0] : value),
      isOptional,
      default: isOptional ? value.args[1] : undefined,
    });
  }
  return fields;
}

/**
 * Converts a value to a type and fills in the defaults of optional attributes.
 * `evaluateDefault` evaluates a default, which may only hold constants.
 * @throws EvaluationError where Terraform would refuse the value.
 */
export function convert(value: Value, type: TypeConstraint, evaluateDefault: (expression: Expression) => Value): Value {
  if (value === null) return value;
  if (isUnknown(value)) {
    const known = concrete(type);
    return known === undefined || readerOf(value) !== undefined ? value : markUnknown(value, known);
  }
  switch (type.kind) {
    case "any":
      return value;
    case "string":
      return textOf(value);
    case "number":
      return numberOf(value);
    case "bool":
      return booleanOf(value);
    case "list":
    case "set": {
      if (!isList(value)) throw new EvaluationError(`a ${type.kind} is required`);
      const items = value.map((item) => convert(item, type.of, evaluateDefault));
      const of = concrete(type.of);
      if (of === undefined) return type.kind === "set" ? toSet(items) : toTypedList(items);
      return type.kind === "set" ? setOf(items, of) : markTyped(items, of);
    }
    case "tuple":
      if (!isList(value)) throw new EvaluationError("a list is required");
      if (value.length !== type.items.length)
        throw new EvaluationError(`a list of ${type.items.length} items is required`);
      return value.map((item, at) => convert(item, type.items[at] ?? anything, evaluateDefault));
    case "map": {
      if (!isMap(value)) throw new EvaluationError("a map is required");
      const map = emptyMap();
      for (const key of Object.keys(value)) map[key] = convert(value[key] as Value, type.of, evaluateDefault);
      const of = concrete(type.of);
      return of === undefined ? toTypedMap(map) : markTyped(map, of);
    }
    case "object":
      return convertObject(value, type.fields, evaluateDefault);
  }
}

/** The type that all values of a constraint have, or undefined where it leaves a part open. */
function concrete(type: TypeConstraint): Type | undefined {
  switch (type.kind) {
    case "any":
      return undefined;
    case "list":
    case "set":
    case "map": {
      const of = concrete(type.of);
      return of && { kind: type.kind, of };
    }
    case "tuple": {
      const items = type.items.map(concrete);
      return items.every((item) => item !== undefined) ? { kind: "tuple", items } : undefined;
    }
    case "object": {
      const fields = new Map<string, Type>();
      for (const [name, field] of type.fields) {
        const of = concrete(field.type);
        if (of === undefined) return undefined;
        fields.set(name, of);
      }
      return { kind: "object", fields };
    }
    default:
      return { kind: type.kind };
  }
}

function convertObject(
  value: Value,
  fields: ReadonlyMap<string, ObjectField>,
  evaluateDefault: (expression: Expression) => Value,
): Value {
  if (!isMap(value)) throw new EvaluationError("an object is required");
  const map = emptyMap();
  for (const [name, field] of fields) {
    const isGiven = Object.hasOwn(value, name);
    const given = isGiven ? (value[name] as Value) : null;
    if (!isGiven && !field.isOptional) throw new EvaluationError(`the attribute ${name} is required`);
    // The default also stands in for a null.
    const filled = given === null && field.default !== undefined ? evaluateDefault(field.default) : given;
    map[name] = convert(filled, field.type, evaluateDefault);
  }
  return map;
}
