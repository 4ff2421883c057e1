/** What a plan should have and has not: it was made of a part of the configuration, or something took parts of it out. */
import type { Problem } from "../../../model/inventory.js";
import type { Change } from "./changes.js";
import type { Head } from "./read.js";
import type { WrittenResource } from "./resources.js";

export interface PlanContent {
  readonly head: Head;
  readonly resources: ReadonlyMap<string, WrittenResource>;
  readonly changes: ReadonlyMap<string, Change>;
  readonly file: string;
}

/** Whether the plan lacks what tells apart what is not set and what only the apply will tell. */
export function lacksChanges({ head, resources, changes }: PlanContent): boolean {
  if (!head.keys.includes("planned_values")) return false;
  // What is only looked up is no change; and a plan of targets has none for all others.
  const managed = [...resources.values()].filter(({ mode }) => mode === "managed");
  return managed.length > 0 && !managed.some(({ address }) => changes.has(address));
}

/** The problems with a plan's content; an error for what cannot be answered at all. */
export function gapsIn(content: PlanContent): readonly Problem[] {
  const { head, file } = content;
  const problems: Problem[] = [];
  if (head.complete === false) {
    problems.push({
      severity: "warning",
      file,
      message: "This plan is of a part only (of targets, or of what could be planned so far): the rest is not in it.",
      hint: "Plan without -target and -exclude to see all of it.",
    });
  }
  const missing = missingResources(content);
  const [first, ...others] = missing;
  if (first !== undefined) {
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    problems.push({
      severity: "error",
      file,
      message: `${first}${more} in resource_changes, but not in planned_values: nothing can be said of what is left out.`,
      hint: rewrite,
    });
  }
  if (lacksChanges(content)) {
    const isHopeless = !head.keys.includes("configuration");
    problems.push({
      severity: isHopeless ? "error" : "warning",
      file,
      message: isHopeless
        ? "This plan has no changes (resource_changes) and no configuration: what is not set looks like what only the apply will tell, so nothing of it is read."
        : "This plan has no changes (resource_changes): what is set and has no value in it is taken as known only after apply.",
      hint: rewrite,
    });
  }
  return problems;
}

const rewrite = "Something took parts out of the plan. Write it anew: terraform show -json tfplan > plan.json";

/** What there is after the apply, by its change, and is not among the planned values. */
function missingResources({ head, changes, resources }: PlanContent): readonly string[] {
  if (!head.keys.includes("planned_values") && !head.keys.includes("resource_changes")) return [];
  const stays = new Set<Change["action"]>(["create", "update", "replace", "no-op"]);
  return [...changes]
    .filter(([address, { action }]) => stays.has(action) && !isData(address) && !resources.has(address))
    .map(([address]) => address);
}

function isData(address: string): boolean {
  return /(^|\.)data\.[^.[]+\.[^.[]+(\[.*\])?$/.test(address);
}
