/**
 * The duties of all components. Tens of thousands of components have a dozen each, most of them alike: what is kept is one
 * page for all that are alike, and each duty is written out when it is asked for.
 */
import type { ComponentDuty, Duties, DutyStatus, Summary } from "../model/assessment.js";
import type { Resource } from "../model/inventory.js";
import type { AlikeFinder, Member } from "./alike.js";
import { type AskedArea, componentDuty, type DutyOutcome } from "./duties.js";
import type { Subject } from "./node.js";

export interface DutyBook {
  /** Adds a component: the areas of which something is asked, and what it is seen as. */
  readonly add: (asked: readonly AskedArea[], subjects: readonly Subject[], members: readonly Member[]) => void;
  readonly duties: Duties;
  readonly counts: () => Pick<Summary, "duties" | "due">;
}

const noReasons: readonly string[] = [];

export function createDutyBook(alike: AlikeFinder): DutyBook {
  // In step with each other, for an object a component would be more than what is in it.
  const resources: Resource[] = [];
  const book: (readonly DutyOutcome[])[] = [];
  /** Of components whose page has a place for them. */
  const reasonsOf = new Map<Resource, readonly string[]>();
  const uses = new Map<readonly DutyOutcome[], Use>();

  function add(asked: readonly AskedArea[], subjects: readonly Subject[], members: readonly Member[]): void {
    const subject = subjects[0] as Subject;
    const member = members[0] as Member;
    const page =
      subjects.length === 1 ? alike.dutiesOf(asked, subject, member) : pageOfSeveral(asked, subjects, members);
    let use = uses.get(page);
    if (use === undefined) {
      use = { times: 0, hasReasons: page.some(({ because }) => typeof because === "object") };
      uses.set(page, use);
    }
    use.times += 1;
    const { resource } = subject.node;
    resources.push(resource);
    book.push(page);
    if (use.hasReasons) reasonsOf.set(resource, member.reasons);
  }

  /** What is asked depends on which service it is: nothing of it is shown to be done. */
  function pageOfSeveral(
    asked: readonly AskedArea[],
    subjects: readonly Subject[],
    members: readonly Member[],
  ): readonly DutyOutcome[] {
    return asked.flatMap((area) => {
      const outcomes = subjects.flatMap((subject, at) => alike.dutiesOf([area], subject, members[at] as Member));
      const byId = new Map(outcomes.map((outcome) => [outcome.duty?.id, outcome]));
      return Array.from(
        byId.values(),
        (outcome): DutyOutcome => ({
          ...outcome,
          due: undefined,
          status: "unknown",
          because: "which service it belongs to is not known",
        }),
      );
    });
  }

  function counts(): Pick<Summary, "duties" | "due"> {
    const sums: Record<DutyStatus, number> = { met: 0, unmet: 0, unknown: 0, attested: 0, accepted: 0 };
    let overdue = 0;
    let ahead = 0;
    let next: string | null = null;
    for (const [page, { times }] of uses) {
      for (const { status, due } of page) {
        sums[status] += times;
        if (due === undefined) continue;
        if (status === "unmet") overdue += times;
        if (status !== "met") continue;
        ahead += times;
        if (next === null || due < next) next = due;
      }
    }
    return { duties: sums, due: { overdue, ahead, next } };
  }

  return { add, duties: dutiesIn(resources, book, reasonsOf), counts };
}

/** How a page is used. */
interface Use {
  times: number;
  /** Whether it has places for the reasons of each component. */
  readonly hasReasons: boolean;
}

/** In a function of its own, so that what it took to find the duties is not kept with them. */
function dutiesIn(
  resources: readonly Resource[],
  book: readonly (readonly DutyOutcome[])[],
  reasonsOf: ReadonlyMap<Resource, readonly string[]>,
): Duties {
  let byAddress: Map<string, number> | undefined;

  function written(at: number): readonly ComponentDuty[] {
    const resource = resources[at] as Resource;
    const reasons = reasonsOf.get(resource) ?? noReasons;
    return (book[at] ?? []).map((outcome) => componentDuty(outcome, resource, reasons));
  }

  return {
    *[Symbol.iterator]() {
      for (const at of resources.keys()) yield* written(at);
    },
    of(address) {
      byAddress ??= new Map(resources.map((resource, at) => [resource.address, at]));
      const at = byAddress.get(address);
      return at === undefined ? [] : written(at);
    },
    toJSON: () => resources.flatMap((_, at) => written(at)),
  };
}
