/**
 * What components that are alike have in common, worked out once however many they are: in which modes they may be, and
 * how each duty stands. Components of one service and kind are alike where all that the catalog's conditions can read of
 * them is the same, reasons of unknowns apart.
 */
import type { Area, Service } from "@demarc/catalog/types";
import { type DutyOutcome, dutyOutcomes } from "./duties.js";
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
  /** Area id → its duties; undefined where a sentence holds for the first component alone. */
  readonly duties: Map<string, readonly DutyOutcome[] | undefined>;
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
  readonly dutiesOf: (area: Area, subject: Subject, member: Member) => readonly DutyOutcome[];
}

const noReasons: readonly string[] = [];

export function createAlikeFinder(evaluator: Evaluator): AlikeFinder {
  const found = new Map<Service, Map<string, Alike>>();

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
      duties: new Map(),
    };
    return { alike, reasons, uncertain: modes.uncertain };
  }

  function dutiesOf(area: Area, subject: Subject, { alike, reasons }: Member): readonly DutyOutcome[] {
    const known = alike.duties.get(area.id);
    if (known !== undefined) return known;
    const outcomes = dutyOutcomes(area, subject, evaluator);
    if (alike.duties.has(area.id)) return outcomes;
    const common = outcomes.map((outcome): DutyOutcome | undefined => {
      if (typeof outcome.because !== "string") return outcome;
      const because = reasonIn(outcome.because, reasons);
      return because === undefined ? undefined : { ...outcome, because };
    });
    const isCommon = common.every((outcome) => outcome !== undefined);
    alike.duties.set(area.id, isCommon ? (common as readonly DutyOutcome[]) : undefined);
    return isCommon ? (common as readonly DutyOutcome[]) : outcomes;
  }

  return { memberOf, dutiesOf };
}
