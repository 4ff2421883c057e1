/** In which modes a component may be: each a list of variants that apply together. One mode where nothing is unknown. */
import type { Service, Variant } from "@demarc/catalog/types";
import type { Subject } from "./node.js";
import type { Evaluator } from "./scope.js";

export interface Mode {
  readonly service: Service;
  readonly kind: string | undefined;
  /** In the order of the service's file. */
  readonly variants: readonly Variant[];
}

export interface Modes {
  /** The mode that holds where every unknown condition is false. */
  readonly main: Mode;
  /** Variants whose condition is unknown, with what it hangs on. */
  readonly uncertain: readonly { readonly variant: Variant; readonly because: string }[];
  /** Modes that between them give every answer that any mode gives for an area, {@link main} first. */
  readonly of: (area: string) => readonly Mode[];
}

type Choice = Variant | undefined;

/**
 * The variants of one group are alternatives, asked in order: the first that is true ends the group, an unknown one
 * stays possible and the next is asked. So where any condition is unknown, "none of them" is possible too.
 */
export function modesOf(subject: Subject, evaluator: Evaluator): Modes {
  const { service, kind } = subject;
  const uncertain: { variant: Variant; because: string }[] = [];
  /** What each group may come to; first what it comes to where every unknown condition is false. */
  const groups: (readonly Choice[])[] = [];
  for (const group of groupsOf(service, kind)) {
    let chosen: Choice;
    const possible: Variant[] = [];
    for (const variant of group) {
      const { truth, because } = evaluator.truth(variant.when, subject);
      if (truth === "yes") chosen = variant;
      if (truth === "yes") break;
      if (truth === "no") continue;
      possible.push(variant);
      uncertain.push({ variant, because: because ?? "its condition is not known" });
    }
    groups.push([chosen, ...possible]);
  }
  const mode = (choices: readonly Choice[]): Mode => ({ service, kind, variants: inFileOrder(service, choices) });
  const main = mode(groups.map(([first]) => first));
  if (uncertain.length === 0) return { main, uncertain, of: () => [main] };
  return { main, uncertain, of: (area) => [main, ...choicesFor(area, groups, service).map(mode)] };
}

/**
 * A cell is set by the last variant that names it. So not every combination has to be tried, but each variant as the
 * last one, where the other groups can come to something that does not overrule it; and no variant at all.
 */
function choicesFor(area: string, groups: readonly (readonly Choice[])[], service: Service): readonly Choice[][] {
  const names = (choice: Choice): boolean =>
    choice !== undefined && (choice.model !== undefined || Object.hasOwn(choice.areas, area));
  const lasts: Choice[] = [undefined, ...groups.flat().filter(names)];
  return lasts.flatMap((last) => {
    const at = last === undefined ? -1 : service.variants.indexOf(last);
    const yields = (choice: Choice): boolean =>
      choice === last || !names(choice) || service.variants.indexOf(choice as Variant) < at;
    const picks = groups.map((choices) =>
      last !== undefined && choices.includes(last) ? [last] : choices.filter(yields).slice(0, 1),
    );
    return picks.every((pick) => pick.length === 1) ? [picks.flat()] : [];
  });
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
