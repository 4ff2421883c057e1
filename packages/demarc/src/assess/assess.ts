/** Inventory + catalog + date → assessment. Pure: nothing here reads a file, the clock or the environment. */
import type { Catalog } from "../catalog/catalog.js";
import {
  type Assessment,
  type Cell,
  type Component,
  type Unattached,
  type Unclassified,
  unlisted,
} from "../model/assessment.js";
import type { Inventory, Problem, Resource } from "../model/inventory.js";
import { createAlikeFinder, type Member } from "./alike.js";
import { createAnswers } from "./answers.js";
import { createResolver, holdersOf, type ResolvedCell, type ResolvedComponent } from "./cells.js";
import { type Classification, classify } from "./classify.js";
import { createComponents } from "./component.js";
import { type AskedArea, askedOf, isYours } from "./duties.js";
import { createDutyBook } from "./duty-book.js";
import { type Node, type Subject, subjectOf } from "./node.js";
import { createEvaluator, type Evaluator } from "./scope.js";
import { summarize } from "./summary.js";
import { asUnlisted } from "./unlisted.js";

export interface AssessOptions {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly inputs: readonly string[];
}

export function assess(inventory: Inventory, catalog: Catalog, options: AssessOptions): Assessment {
  const classification = classify(inventory.resources, catalog);
  const evaluator = createEvaluator(classification, catalog, options.asOf);
  const alike = createAlikeFinder(evaluator);
  const resolve = createResolver(catalog, evaluator, alike);
  const answers = createAnswers(catalog);
  const components: Component[] = [];
  const componentOf = createComponents();
  const book = createDutyBook(alike);

  /** Components of one line have their resolved cells, and so the cells that are shown, in common. */
  const shown = new Map<readonly ResolvedCell[], ShownCells>();
  function cellsOf(resolved: ResolvedComponent): ShownCells {
    const known = resolved.seenAs.length === 1 ? shown.get(resolved.cells) : undefined;
    if (known !== undefined) return known;
    const cells: Record<string, Cell> = {};
    const asked: AskedArea[] = [];
    catalog.core.areas.forEach((area, index) => {
      const cell = resolved.cells[index];
      if (cell === undefined) return;
      cells[area.id] = answers.cellOf(cell, index, resolved);
      const isOfYours = isYours(holdersOf(cell));
      const isAsked =
        isOfYours || resolved.seenAs.some(({ service, kind }) => askedOf(area, false, service, kind).length > 0);
      if (isAsked) asked.push({ area, isYours: isOfYours });
    });
    const made = { cells, asked };
    if (resolved.seenAs.length === 1) shown.set(resolved.cells, made);
    return made;
  }

  for (const node of classification.components) {
    const subjects = subjectsOf(node, catalog, evaluator);
    if (subjects.length === 0) continue;
    const members = subjects.map((subject) => alike.memberOf(subject));
    const resolved = resolve(subjects, members);
    const { cells, asked } = cellsOf(resolved);
    book.add(asked, subjects, members);
    const [subject, ...others] = subjects as readonly [Subject, ...Subject[]];
    const lifecycles = others.length > 0 ? [] : alike.lifecyclesOf(subject, members[0] as Member);
    components.push(componentOf(resolved, node, cells, subject.kind, lifecycles));
  }
  const problems = [...inventory.problems, ...faultsOf(classification, evaluator)];
  return {
    version: 1,
    asOf: options.asOf,
    catalogVersion: catalog.core.version,
    inputs: options.inputs,
    components,
    answers: answers.all,
    duties: book.duties,
    unclassified: classification.unclassified.map(placeOf),
    unattached: unattachedOf(classification),
    notRead: inventory.notRead,
    problems,
    summary: summarize(inventory, classification, components, book.counts()),
  };
}

interface ShownCells {
  readonly cells: Record<string, Cell>;
  /** The areas of which something is asked. */
  readonly asked: readonly AskedArea[];
}

function subjectsOf(node: Node, catalog: Catalog, evaluator: Evaluator): readonly Subject[] {
  const subjects: Subject[] = [];
  for (const claim of node.claims) {
    const known = claim.role === "component" ? catalog.service(claim.service) : undefined;
    if (known === undefined) continue;
    const service = claim.kind === unlisted ? asUnlisted(known, catalog) : known;
    // What runs on something is asked for again by what runs on it; all others are let go once they are answered.
    const isKept = service.runsOn.length > 0;
    subjects.push(isKept ? evaluator.subject(node, service, claim.kind) : subjectOf(node, service, claim.kind));
  }
  return subjects;
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
