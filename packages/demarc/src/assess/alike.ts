/**
 * What components that are alike have in common, worked out once however many they are: in which modes they may be, and
 * how each duty stands. Components of one service and kind are alike where all that the catalog's conditions can read of
 * them is the same, reasons of unknowns apart.
 */
import type { Service } from "@demarc/catalog/types";
import type { ComponentLifecycle } from "../model/assessment.js";
import { type AskedArea, type DutyOutcome, dutyOutcomes } from "./duties.js";
import { type Modes, modesOf } from "./modes.js";
import type { Subject } from "./node.js";
import { type Reason, reasonIn, sentenceOf } from "./reasons.js";
import type { Evaluator } from "./scope.js";

export interface Alike {
  readonly service: Service;
  readonly kind: string | undefined;
  readonly modes: Modes;
  /** The sentences of {@link Modes.uncertain}, in their order; undefined where they hold for the first component alone. */
  readonly because: readonly Reason[] | undefined;
  /** The duties of the areas that were asked for last; undefined where a sentence holds for the first component alone. */
  page: Page | undefined;
  /** Those of its lifecycles that are known, once they were asked for. */
  lifecycles: readonly ComponentLifecycle[] | undefined;
}

/** The duties of a component, in the order of its areas. */
export interface Page {
  readonly areas: readonly AskedArea[];
  readonly outcomes: readonly DutyOutcome[];
}

/** One component among those that are alike. */
export interface Member {
  readonly alike: Alike;
  readonly reasons: readonly string[];
  /** Why each of the uncertain variants is so. */
  readonly uncertain: Modes["uncertain"];
}

export interface AlikeFinder {
  readonly memberOf: (subject: Subject) => Member;
  readonly dutiesOf: (areas: readonly AskedArea[], subject: Subject, member: Member) => readonly DutyOutcome[];
  /** What of it has dates that are known. */
  readonly lifecyclesOf: (subject: Subject, member: Member) => readonly ComponentLifecycle[];
}

/** Of one service. Where more are different, later ones seldom are like the first: the first are forgotten. */
const mostKept = 1024;

const noReasons: readonly string[] = [];
const noLifecycles: readonly ComponentLifecycle[] = [];

export function createAlikeFinder(evaluator: Evaluator): AlikeFinder {
  const found = new Map<Service, Map<string, Alike>>();
  const pages = new Map<string, readonly DutyOutcome[]>();

  function memberOf(subject: Subject): Member {
    const signature = evaluator.signatureOf(subject);
    if (signature === undefined) return alone(subject, noReasons);
    const { values, reasons } = signature;
    let ofService = found.get(subject.service);
    if (ofService === undefined) {
      ofService = new Map();
      found.set(subject.service, ofService);
    }
    const key = `${subject.node.resource.format}\u0001${values}`;
    const known = ofService.get(key);
    if (known === undefined) {
      const first = alone(subject, reasons);
      if (ofService.size >= mostKept) ofService.clear();
      ofService.set(key, first.alike);
      return first;
    }
    if (known.modes.uncertain.length === 0) return { alike: known, reasons, uncertain: known.modes.uncertain };
    const { because } = known;
    if (because === undefined) return alone(subject, reasons);
    const uncertain = known.modes.uncertain.map(({ variant }, at) => ({
      variant,
      because: sentenceOf(because[at] as Reason, reasons),
    }));
    return { alike: known, reasons, uncertain };
  }

  function alone(subject: Subject, reasons: readonly string[]): Member {
    const { service, kind } = subject;
    const modes = modesOf(subject, evaluator);
    const because = modes.uncertain.map((entry) => reasonIn(entry.because, reasons));
    const isCommon = because.every((reason) => reason !== undefined);
    const alike: Alike = {
      service,
      kind,
      modes,
      because: isCommon ? (because as readonly Reason[]) : undefined,
      page: undefined,
      lifecycles: undefined,
    };
    return { alike, reasons, uncertain: modes.uncertain };
  }

  function dutiesOf(areas: readonly AskedArea[], subject: Subject, { alike, reasons }: Member): readonly DutyOutcome[] {
    if (alike.page?.areas === areas) return alike.page.outcomes;
    const outcomes = areas.flatMap((area) => dutyOutcomes(area, subject, evaluator));
    const common = outcomes.map((outcome): DutyOutcome | undefined => {
      if (typeof outcome.because !== "string") return outcome;
      const because = reasonIn(outcome.because, reasons);
      return because === undefined ? undefined : { ...outcome, because };
    });
    if (!common.every((outcome) => outcome !== undefined)) return outcomes;
    const page = onePage(common as readonly DutyOutcome[]);
    alike.page = { areas, outcomes: page };
    return page;
  }

  /** Components that differ in what nobody asks their duties for have equal pages: one is kept. */
  function onePage(outcomes: readonly DutyOutcome[]): readonly DutyOutcome[] {
    const key = outcomes.map(keyOf).join("\u0001");
    const known = pages.get(key);
    if (known !== undefined) return known;
    pages.set(key, outcomes);
    return outcomes;
  }

  function lifecyclesOf(subject: Subject, { alike }: Member): readonly ComponentLifecycle[] {
    const { service, kind } = subject;
    if (service.lifecycles.length === 0) return noLifecycles;
    alike.lifecycles ??= service.lifecycles
      .filter((lifecycle) => lifecycle.kind === undefined || lifecycle.kind === kind)
      .flatMap((lifecycle) => {
        const standing = evaluator.standing(lifecycle, subject);
        return standing.kind === "known" ? [standing.lifecycle] : [];
      });
    return alike.lifecycles;
  }

  return { memberOf, dutiesOf, lifecyclesOf };
}

function keyOf({ area, duty, service, status, because, due }: DutyOutcome): string {
  const reason = typeof because === "object" ? `${because.before}\u0002${because.at}\u0002${because.after}` : because;
  return `${duty?.id ?? `${service.id} ${area.id}`} ${status} ${due ?? ""} ${reason ?? ""}`;
}
