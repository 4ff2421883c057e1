/** What a plan should have and has not: it was made of a part of the configuration, or something took parts of it out. */
import type { Problem } from "../../../model/inventory.js";
import type { Change } from "./changes.js";

export interface PlanContent {
  readonly file: string;
  /** What the plan says of itself: false where it is of targets, or of what could be planned so far. */
  readonly isComplete: boolean;
  readonly hasConfiguration: boolean;
  /** How many resources there are in the plan, looked-up ones left out. */
  readonly managed: number;
  /** Of how many of these there is a change, be it that nothing changes. */
  readonly changed: number;
  /** Changes of what is not among the planned values. */
  readonly left: ReadonlyMap<string, Change>;
}

/** The problems with a plan's content; an error for what cannot be answered at all. */
export function gapsIn(content: PlanContent): readonly Problem[] {
  const { file, isComplete, left } = content;
  const problems: Problem[] = [];
  if (!isComplete) {
    problems.push({
      severity: "warning",
      file,
      message: "This plan is of a part only (of targets, or of what could be planned so far): the rest is not in it.",
      hint: "Plan without -target and -exclude to see all of it.",
    });
  }
  const [first, ...others] = missingResources(left);
  if (first !== undefined) {
    const what = others.length === 0 ? `${first} is` : `${first} and ${others.length} more are`;
    problems.push({
      severity: "error",
      file,
      message: `${what} in resource_changes, but not in planned_values: nothing can be said of what is left out.`,
      hint: rewrite,
    });
  }
  if (lacksChanges(content)) {
    problems.push({
      severity: cannotBeTold(content) ? "error" : "warning",
      file,
      message: cannotBeTold(content)
        ? "This plan has no changes (resource_changes) and no configuration: what is not set looks like what only the apply will tell, so nothing of it is read."
        : "This plan has no changes (resource_changes): what is set and has no value in it is taken as known only after apply.",
      hint: rewrite,
    });
  }
  return problems;
}

/** Whether nothing tells apart what is not set and what only the apply will tell. */
export function cannotBeTold(content: PlanContent): boolean {
  return lacksChanges(content) && !content.hasConfiguration;
}

/** A plan of targets has no changes of all the others. */
function lacksChanges({ managed, changed }: PlanContent): boolean {
  return managed > 0 && changed === 0;
}

const rewrite = "Something took parts out of the plan. Write it anew: terraform show -json tfplan > plan.json";

/** What there is after the apply, by its change. */
function missingResources(left: PlanContent["left"]): readonly string[] {
  const stays = new Set<Change["action"]>(["create", "update", "replace", "no-op"]);
  return [...left].filter(([address, { action }]) => stays.has(action) && !isData(address)).map(([address]) => address);
}

function isData(address: string): boolean {
  return /(^|\.)data\.[^.[]+\.[^.[]+(\[.*\])?$/.test(address);
}
