/** Who must act when an area breaks: the components of an assessment by the party that holds it. */
import type { Assessment, Component, Holder } from "../model/assessment.js";

export interface WhoGroup {
  readonly holder: Holder;
  readonly party: string;
  readonly components: readonly {
    readonly address: string;
    readonly service: string;
    readonly variants: readonly string[];
    readonly file: string;
    readonly line: number;
    /** What the party does there, or what it hangs on. */
    readonly does: string;
  }[];
}

const order: readonly Holder[] = ["customer", "shared", "unknown", "provider", "none"];

/** Groups with your own side first: customer, shared, unknown, then the provider's. */
export function whoHolds(assessment: Assessment, area: string): readonly WhoGroup[] {
  const groups = new Map<string, { holder: Holder; party: string; components: WhoGroup["components"][number][] }>();
  for (const component of assessment.components) {
    const cell = component.cells[area];
    const answer = cell === undefined ? undefined : assessment.answers[cell.answer];
    if (cell === undefined || answer === undefined) continue;
    const key = `${cell.holder} ${answer.party}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { holder: cell.holder, party: answer.party, components: [] };
      groups.set(key, group);
    }
    const does =
      cell.holder === "customer" ? answer.customerDoes : cell.holder === "provider" ? answer.providerDoes : undefined;
    group.components.push({ ...placeOf(component), does: does ?? answer.because });
  }
  return [...groups.values()].sort(
    (a, b) => order.indexOf(a.holder) - order.indexOf(b.holder) || (a.party < b.party ? -1 : 1),
  );
}

function placeOf(component: Component) {
  const { address, service, variants, file, line } = component;
  return { address, service, variants, file, line };
}
