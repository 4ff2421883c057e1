/** What conditions read of a component, of its parts, and of what its relations lead to. Reads through facts count as reads of what they read. */
import type { CatalogFormat, Service } from "@demarc/catalog/types";
import { compileCondition } from "../condition/condition.js";
import type { Shape } from "../condition/shape.js";

/** What is read of a subject: its own attributes, those of its parts by type, and of what its relations lead to. */
export interface Reads {
  readonly it: Shape | undefined;
  readonly parts: readonly (readonly [string, Shape])[];
  readonly refs: readonly (readonly [string, Shape])[];
}

type Roots = ReadonlyMap<string, Shape>;

export interface Condition {
  readonly text: string;
  /** It is asked only where this one is not false. */
  readonly when: string | undefined;
  /** What it reads counts as such, and not only whether it is true. */
  readonly isValue?: true;
}

/** The conditions that are asked of a subject of this kind; what the facts in them read is looked up from these. */
export function askedConditions(service: Service, kind: string | undefined): readonly Condition[] {
  const isOfKind = (rule: { readonly kind?: string }): boolean => rule.kind === undefined || rule.kind === kind;
  const alone = (rule: { readonly when?: string }): readonly Condition[] =>
    rule.when === undefined ? [] : [{ text: rule.when, when: undefined }];
  return [
    ...service.variants.filter(isOfKind).flatMap(alone),
    ...service.duties
      .filter(isOfKind)
      .flatMap((duty) => [
        ...alone(duty),
        ...(duty.check === undefined ? [] : [{ text: duty.check, when: duty.when }]),
      ]),
    ...service.runsOn.flatMap(alone),
    ...service.lifecycles
      .filter(isOfKind)
      .map(({ fact }): Condition => ({ text: `facts.${fact}.size() > 0`, when: undefined, isValue: true })),
  ];
}

/** Undefined where an expression does not parse: evaluating it tells the fault. */
export function readsOrNone(texts: readonly string[], service: Service, format: CatalogFormat): Reads | undefined {
  try {
    return readsOfShapes(
      texts.map((text) => compileCondition(text).shapes),
      service,
      format,
    );
  } catch {
    return undefined;
  }
}

/** Facts are replaced by what they read. */
export function readsOfShapes(roots: readonly Roots[], service: Service, format: CatalogFormat): Reads {
  const all = withoutFacts(roots, service, format);
  const entries = (name: string) =>
    [...(all.get(name)?.fields ?? [])].map(([key, shape]) => [key, shape.element ?? shape] as const);
  return { it: all.get("it"), parts: entries("parts"), refs: entries("refs") };
}

function withoutFacts(read: readonly Roots[], service: Service, format: CatalogFormat): Roots {
  const merged = new Map<string, Shape>();
  const seen = new Set<string>();
  const add = (roots: Roots): void => {
    for (const [name, shape] of roots) {
      if (name !== "facts") {
        const into = merged.get(name);
        merged.set(name, into === undefined ? copyOf(shape) : mergeInto(into, shape));
        continue;
      }
      for (const fact of shape.fields.keys()) {
        if (seen.has(fact)) continue;
        seen.add(fact);
        const rule = Object.hasOwn(service.facts, fact) ? service.facts[fact] : undefined;
        const text = rule?.[format] ?? rule?.any;
        if (text !== undefined) add(compileCondition(text).shapes);
      }
    }
  };
  for (const roots of read) add(roots);
  return merged;
}

function copyOf(shape: Shape): Shape {
  return mergeInto(
    { ...shape, fields: new Map(), element: undefined, leaf: false, list: false, nullCompared: false, json: false },
    shape,
  );
}

function mergeInto(into: Shape, from: Shape): Shape {
  into.leaf ||= from.leaf;
  into.list ||= from.list;
  into.nullCompared ||= from.nullCompared;
  into.json ||= from.json;
  // Compared or passed on, it is the value itself that counts.
  into.leaf ||= from.texts.length > 0 || from.passed;
  for (const [name, shape] of from.fields) {
    const field = into.fields.get(name);
    into.fields.set(name, field === undefined ? copyOf(shape) : mergeInto(field, shape));
  }
  if (from.element !== undefined) {
    into.element = into.element === undefined ? copyOf(from.element) : mergeInto(into.element, from.element);
  }
  return into;
}
