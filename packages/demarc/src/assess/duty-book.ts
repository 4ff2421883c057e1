/**
 * The duties of all components. Tens of thousands of components have a dozen each, most of them alike: what is kept is one
 * page for all that are alike, and each duty is written out when it is asked for.
 */
import type { Area } from "@demarc/catalog/types";
import type { ComponentDuty, Duties, DutyStatus } from "../model/assessment.js";
import type { Resource } from "../model/inventory.js";
import type { Alike, AlikeFinder, Member } from "./alike.js";
import { componentDuty, type DutyOutcome } from "./duties.js";
import type { Subject } from "./node.js";

export interface DutyBook {
  /** Adds a component: its areas that are, or may be, the customer's, and what it is seen as. */
  readonly add: (yours: readonly Area[], subjects: readonly Subject[], members: readonly Member[]) => void;
  readonly duties: Duties;
  readonly counts: Readonly<Record<DutyStatus, number>>;
}

interface Entry {
  readonly resource: Resource;
  readonly page: readonly DutyOutcome[];
  /** Only where a sentence of the page has a place for them. */
  readonly reasons: readonly string[];
}

const noReasons: readonly string[] = [];

export function createDutyBook(alike: AlikeFinder): DutyBook {
  const entries: Entry[] = [];
  const pages = new Map<Alike, Map<readonly Area[], readonly DutyOutcome[]>>();
  const counts: Record<DutyStatus, number> = { met: 0, unmet: 0, unknown: 0, attested: 0, accepted: 0 };
  let byAddress: Map<string, Entry> | undefined;

  function add(yours: readonly Area[], subjects: readonly Subject[], members: readonly Member[]): void {
    const subject = subjects[0] as Subject;
    const member = members[0] as Member;
    const page = subjects.length === 1 ? pageOf(yours, subject, member) : pageOfSeveral(yours, subjects, members);
    for (const { status } of page) counts[status] += 1;
    const isOpen = page.some(({ because }) => typeof because === "object");
    entries.push({ resource: subject.node.resource, page, reasons: isOpen ? member.reasons : noReasons });
  }

  function pageOf(yours: readonly Area[], subject: Subject, member: Member): readonly DutyOutcome[] {
    let byAreas = pages.get(member.alike);
    if (byAreas === undefined) {
      byAreas = new Map();
      pages.set(member.alike, byAreas);
    }
    const known = byAreas.get(yours);
    if (known !== undefined) return known;
    const page = yours.flatMap((area) => alike.dutiesOf(area, subject, member));
    const isCommon = yours.every((area) => member.alike.duties.get(area.id) !== undefined);
    if (isCommon) byAreas.set(yours, page);
    return page;
  }

  /** What is asked depends on which service it is: nothing of it is shown to be done. */
  function pageOfSeveral(
    yours: readonly Area[],
    subjects: readonly Subject[],
    members: readonly Member[],
  ): readonly DutyOutcome[] {
    return yours.flatMap((area) => {
      const outcomes = subjects.flatMap((subject, at) => alike.dutiesOf(area, subject, members[at] as Member));
      const byId = new Map(outcomes.map((outcome) => [outcome.duty?.id, outcome]));
      return Array.from(
        byId.values(),
        (outcome): DutyOutcome => ({
          ...outcome,
          status: "unknown",
          because: "which service it belongs to is not known",
        }),
      );
    });
  }

  const write = ({ resource, page, reasons }: Entry): readonly ComponentDuty[] =>
    page.map((outcome) => componentDuty(outcome, resource, reasons));

  const duties: Duties = {
    *[Symbol.iterator]() {
      for (const entry of entries) yield* write(entry);
    },
    of(address) {
      byAddress ??= new Map(entries.map((entry) => [entry.resource.address, entry]));
      const entry = byAddress.get(address);
      return entry === undefined ? [] : write(entry);
    },
    toJSON: () => entries.flatMap(write),
  };

  return { add, duties, counts };
}
