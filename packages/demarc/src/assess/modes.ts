/** In which modes a component may be: each a list of variants that apply together. One mode where nothing is unknown. */
import type { Service, Variant } from "@demarc/catalog/types";
import type { Evaluator, Subject } from "./scope.js";

export interface Mode {
  readonly service: Service;
  readonly kind: string | undefined;
  /** In the order of the service's file. */
  readonly variants: readonly Variant[];
}

export interface Modes {
  readonly modes: readonly Mode[];
  /** Variants whose condition is unknown, with what it hangs on. */
  readonly uncertain: readonly { readonly variant: Variant; readonly because: string }[];
}

/**
 * The variants of one group are alternatives, asked in order: the first that is true ends the group, an unknown one
 * stays possible and the next is asked. So where any condition is unknown, "none of them" is possible too.
 *
 * Unknown variants are tried one at a time over the settled ones, not in every combination: a cell is set by the last
 * variant that names it, so each answer that any combination can give also comes out of its last member alone.
 */
export function modesOf(subject: Subject, evaluator: Evaluator): Modes {
  const { service, kind } = subject;
  const uncertain: { variant: Variant; because: string }[] = [];
  const settled: (Variant | undefined)[] = [];
  const possible: { readonly group: number; readonly variant: Variant }[] = [];
  for (const group of groupsOf(service, kind)) {
    let chosen: Variant | undefined;
    for (const variant of group) {
      const { truth, because } = evaluator.truth(variant.when, subject);
      if (truth === "yes") chosen = variant;
      if (truth === "yes") break;
      if (truth === "no") continue;
      possible.push({ group: settled.length, variant });
      uncertain.push({ variant, because: because ?? "its condition is not known" });
    }
    settled.push(chosen);
  }
  const mode = (choice: readonly (Variant | undefined)[]): Mode => ({
    service,
    kind,
    variants: inFileOrder(service, choice),
  });
  return {
    modes: [mode(settled), ...possible.map(({ group, variant }) => mode(settled.with(group, variant)))],
    uncertain,
  };
}

function inFileOrder(service: Service, choice: readonly (Variant | undefined)[]): readonly Variant[] {
  const chosen = new Set(choice);
  return service.variants.filter((variant) => chosen.has(variant));
}

function groupsOf(service: Service, kind: string | undefined): readonly (readonly Variant[])[] {
  const groups = new Map<string, Variant[]>();
  for (const variant of service.variants) {
    if (variant.kind !== undefined && variant.kind !== kind) continue;
    const key = variant.group ?? `alone ${variant.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [variant]);
    else group.push(variant);
  }
  return [...groups.values()];
}
