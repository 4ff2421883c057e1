/** Inventory + catalog + date → assessment. Pure: nothing here reads a file, the clock or the environment. */
import type { Area } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import type {
  Assessment,
  Cell,
  Component,
  ComponentDuty,
  DutyStatus,
  Holder,
  Summary,
  Unattached,
  Unclassified,
} from "../model/assessment.js";
import type { Inventory, Problem, Resource } from "../model/inventory.js";
import { createAnswers } from "./answers.js";
import { createResolver, holdersOf, type ResolvedCell, type ResolvedComponent } from "./cells.js";
import { type Classification, classify, type Node } from "./classify.js";
import { assessCell, isYours } from "./duties.js";
import { createEvaluator, type Evaluator } from "./scope.js";
import type { Subject } from "./subject.js";

export interface AssessOptions {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly inputs: readonly string[];
}

export function assess(inventory: Inventory, catalog: Catalog, options: AssessOptions): Assessment {
  const classification = classify(inventory.resources, catalog);
  const evaluator = createEvaluator(classification, catalog, options.asOf);
  const resolve = createResolver(catalog, evaluator);
  const answers = createAnswers(catalog);
  const components: Component[] = [];
  const duties: ComponentDuty[] = [];

  /** Components of one line have their resolved cells, and so the cells that are shown, in common. */
  const shown = new Map<readonly ResolvedCell[], ShownCells>();
  function cellsOf(resolved: ResolvedComponent): ShownCells {
    const known = resolved.subjects.length === 1 ? shown.get(resolved.cells) : undefined;
    if (known !== undefined) return known;
    const cells: Record<string, Cell> = {};
    const yours: Area[] = [];
    catalog.core.areas.forEach((area, index) => {
      const cell = resolved.cells[index];
      if (cell === undefined) return;
      cells[area.id] = answers.cellOf(cell, index, resolved);
      if (isYours(holdersOf(cell))) yours.push(area);
    });
    shown.set(resolved.cells, { cells, yours });
    return { cells, yours };
  }

  for (const node of classification.components) {
    const subjects = subjectsOf(node, catalog, evaluator);
    if (subjects.length === 0) continue;
    const resolved = resolve(subjects);
    const first = subjects[0] as Subject;
    const { cells, yours } = cellsOf(resolved);
    for (const area of yours) duties.push(...assessCell(area, subjects, evaluator));
    components.push(componentOf(resolved, node.resource, cells, first));
  }
  const problems = [...inventory.problems, ...faultsOf(classification, evaluator)];
  return {
    version: 1,
    asOf: options.asOf,
    catalogVersion: catalog.core.version,
    inputs: options.inputs,
    components,
    answers: answers.all,
    duties,
    unclassified: classification.unclassified.map(placeOf),
    unattached: unattachedOf(classification),
    notRead: inventory.notRead,
    problems,
    summary: summarize(inventory, classification, components, duties),
  };
}

interface ShownCells {
  readonly cells: Record<string, Cell>;
  /** The areas that are, or may be, the customer's: alone or shared. */
  readonly yours: readonly Area[];
}

function subjectsOf(node: Node, catalog: Catalog, evaluator: Evaluator): readonly Subject[] {
  return node.claims.flatMap((claim) => {
    const service = claim.role === "component" ? catalog.service(claim.service) : undefined;
    return service === undefined ? [] : [evaluator.subject(node, service, claim.kind)];
  });
}

function componentOf(
  resolved: ResolvedComponent,
  resource: Resource,
  cells: Record<string, Cell>,
  subject: Subject,
): Component {
  const { main, uncertain } = resolved;
  const kind = subject.kind !== undefined ? main.service.kinds[subject.kind] : undefined;
  return {
    address: resource.address,
    type: resource.type,
    service: main.service.id,
    kind: subject.kind,
    variants: main.variants.map((variant) => variant.id),
    possibleVariants: uncertain.length === 0 ? undefined : uncertain.map(({ variant }) => variant.id),
    model: resolved.line.model,
    provider: main.service.provider,
    pattern: kind?.pattern ?? main.service.pattern,
    file: resource.file,
    line: resource.line,
    runsOn: resolved.runsOn,
    number: resource.number,
    parts: [...subject.node.parts.values()].flat().map((part) => part.resource.address),
    cells,
  };
}

function faultsOf(classification: Classification, evaluator: Evaluator): readonly Problem[] {
  return [...classification.faults, ...evaluator.faults].map((message) => ({
    severity: "warning",
    file: "catalog",
    message: `A fault of demarc's catalog, so the cells that hang on it are not known: ${message}`,
    hint: "Please report it; everything else is answered.",
  }));
}

function unattachedOf(classification: Classification): readonly Unattached[] {
  return classification.parts
    .filter((node) => !node.attached)
    .map((node) => ({ ...placeOf(node.resource), service: node.claims[0]?.service ?? "" }));
}

function placeOf(resource: Resource): Unclassified {
  return { type: resource.type, address: resource.address, file: resource.file, line: resource.line };
}

function summarize(
  inventory: Inventory,
  classification: Classification,
  components: readonly Component[],
  duties: readonly ComponentDuty[],
): Summary {
  const cells: Record<Holder, number> = { provider: 0, customer: 0, shared: 0, none: 0, unknown: 0 };
  let componentsWithUnknown = 0;
  // Components on one line share their cells, so these are counted once and taken as often as they are shared.
  const shared = new Map<Component["cells"], number>();
  for (const component of components) shared.set(component.cells, (shared.get(component.cells) ?? 0) + 1);
  for (const [record, times] of shared) {
    const holders = Object.values(record).map((cell) => cell.holder);
    for (const holder of holders) cells[holder] += times;
    if (holders.includes("unknown")) componentsWithUnknown += times;
  }
  const byStatus: Record<DutyStatus, number> = { met: 0, unmet: 0, unknown: 0, attested: 0, accepted: 0 };
  for (const duty of duties) byStatus[duty.status] += 1;
  return {
    resources: inventory.resources.length - classification.dataSources.length,
    components: components.length,
    parts: classification.parts.length,
    unattachedParts: classification.parts.filter((node) => !node.attached).length,
    utility: classification.utility.length,
    unclassified: classification.unclassified.length,
    unclassifiedTypes: new Set(classification.unclassified.map((resource) => resource.type)).size,
    dataSources: classification.dataSources.length,
    componentsWithUnknown,
    notRead: inventory.notRead.length,
    cells,
    duties: byStatus,
  };
}
