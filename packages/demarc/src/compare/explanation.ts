/** An explanation: of a component of a system, or of a service of the catalog, area by area. */
import type { Area, Ended, Service } from "@demarc/catalog/types";
import { partyOf, sourceRef, stepsOf } from "../assess/answers.js";
import { askedOf } from "../assess/duties.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Target } from "../catalog/find.js";
import {
  type Answer,
  type Assessment,
  type Component,
  type ComponentDuty,
  type Holder,
  type KnownHolder,
  unlisted,
} from "../model/assessment.js";
import { type Mover, moversOf } from "./movers.js";
import { providerOf, targetLine } from "./target-line.js";

export interface Explanation {
  readonly title: string;
  readonly summary?: string;
  readonly service?: string;
  readonly variants: readonly string[];
  readonly model: string;
  readonly file?: string;
  readonly line?: number;
  readonly runsOn?: string;
  /** The catalog's file of the module that it comes from. */
  readonly via?: Component["via"];
  readonly parts: readonly string[];
  readonly ended?: Pick<Ended, "date" | "stays" | "because" | "instead">;
  readonly asOf: string;
  readonly lifecycles?: Component["lifecycles"];
  readonly areas: readonly ExplainedArea[];
}

export interface ExplainedArea {
  readonly area: string;
  readonly question: string;
  readonly holder: Holder;
  readonly possible?: readonly KnownHolder[];
  readonly party: string;
  readonly because: string;
  readonly providerDoes?: string;
  readonly customerDoes?: string;
  readonly source?: Answer["source"];
  readonly confidence: Answer["confidence"];
  readonly steps: Answer["steps"];
  readonly alternatives?: Answer["alternatives"];
  readonly movers: readonly Mover[];
  readonly duties: readonly ExplainedDuty[];
}

export type ExplainedDuty = Pick<
  ComponentDuty,
  "id" | "title" | "fix" | "because" | "source" | "controls" | "alsoKnownAs"
> & {
  /** Absent for a service of the catalog: there is nothing to check. */
  readonly status?: ComponentDuty["status"];
  readonly due?: ComponentDuty["due"];
  readonly evidence: ComponentDuty["evidence"];
};

export function explainComponent(
  catalog: Catalog,
  assessment: Assessment,
  component: Component,
  areas: readonly Area[],
): Explanation {
  const service = catalog.service(component.service);
  if (service === undefined)
    throw new Error(`The assessment names ${component.service}, which the catalog does not have.`);
  const present = service.variants.filter((variant) => component.variants.includes(variant.id));
  return {
    title: component.address,
    summary: [
      service.name,
      ...present.map((variant) => variant.name),
      ...(component.kind === unlisted ? [`(the catalog has no type ${component.type} yet)`] : []),
    ].join(" "),
    service: component.service,
    variants: component.variants,
    model: component.model,
    file: component.file,
    line: component.line,
    runsOn: component.runsOn,
    via: component.via,
    parts: component.parts,
    ended: service.ended,
    asOf: assessment.asOf,
    lifecycles: component.lifecycles,
    areas: areas.map((area) => {
      const cell = component.cells[area.id];
      const answer = cell === undefined ? undefined : assessment.answers[cell.answer];
      if (cell === undefined || answer === undefined)
        throw new Error(`The assessment has no answer for ${component.address} ${area.id}.`);
      const { duties: _, setBy: __, ...rest } = answer;
      return {
        area: area.id,
        question: area.question,
        holder: cell.holder,
        possible: cell.possible,
        ...rest,
        movers: moversOf(
          catalog,
          service,
          component.kind,
          present,
          catalog.core.areas.indexOf(area),
          component.lifecycles,
        ),
        duties: assessment.duties.of(component.address).filter((duty) => duty.area === area.id),
      };
    }),
  };
}

export function explainTarget(catalog: Catalog, target: Target, areas: readonly Area[], asOf: string): Explanation {
  const line = targetLine(catalog, target);
  const isService = target.kind === "service";
  return {
    title: target.label,
    summary: isService ? target.service.summary : target.model.summary,
    service: isService ? target.service.id : undefined,
    variants: isService ? target.variants.map((variant) => variant.id) : [],
    model: line.model,
    parts: [],
    ended: isService ? target.service.ended : undefined,
    asOf,
    areas: areas.map((area) => {
      const index = catalog.core.areas.indexOf(area);
      const cell = line.cells[index];
      if (cell === undefined) throw new Error(`The line of ${target.label} has no area ${area.id}.`);
      const { rule } = cell;
      return {
        area: area.id,
        question: area.question,
        holder: rule.holder,
        party: partyOf(catalog, rule.holder, providerOf(target)),
        because: rule.because,
        providerDoes: rule.provider,
        customerDoes: rule.customer,
        source: sourceRef(rule.source),
        confidence: rule.confidence,
        steps: stepsOf(cell),
        movers: isService ? moversOf(catalog, target.service, target.componentKind, target.variants, index) : [],
        duties: catalogDuties(
          area,
          rule.holder === "customer" || rule.holder === "shared",
          isService ? target.service : undefined,
          isService ? target.componentKind : undefined,
        ),
      };
    }),
  };
}

function catalogDuties(
  area: Area,
  isYours: boolean,
  service: Service | undefined,
  kind: string | undefined,
): readonly ExplainedDuty[] {
  const own = service === undefined ? [] : askedOf(area, isYours, service, kind);
  if (own.length === 0 && !isYours) return [];
  if (own.length === 0) return [{ id: `area/${area.id}`, title: area.duty, controls: {}, evidence: [] }];
  return own.map((duty) => ({
    id: duty.id,
    title: duty.title,
    fix: duty.fix,
    controls: duty.controls,
    alsoKnownAs: duty.alsoKnownAs,
    source: duty.source,
    evidence: [],
  }));
}
