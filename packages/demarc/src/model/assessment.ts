/** The assessment: the inventory answered. This is also the shape of demarc's JSON (version 1). */
import type { Action, Problem, Via } from "./inventory.js";
import type { Address } from "./value.js";

export type Holder = "provider" | "customer" | "shared" | "none" | "unknown";
export type KnownHolder = Exclude<Holder, "unknown">;
export type DutyStatus = "met" | "unmet" | "unknown" | "attested" | "accepted";

export interface Assessment {
  readonly version: 1;
  /** The date that holders and duties are answered for, YYYY-MM-DD. */
  readonly asOf: string;
  readonly catalogVersion: string;
  readonly inputs: readonly string[];
  readonly components: readonly Component[];
  /** Every answer once, however many cells share it; cells point here by index. */
  readonly answers: readonly Answer[];
  readonly duties: Duties;
  readonly unclassified: readonly Unclassified[];
  /** Parts whose component is not in the input. */
  readonly unattached: readonly Unattached[];
  /** Things the input names that could not be read, such as registry modules. */
  readonly notRead: readonly {
    readonly address: Address;
    readonly what: string;
    readonly because: string;
    readonly file: string;
    readonly line: number;
    /** Some of it is among the components; there may be more. */
    readonly isPartly?: true;
  }[];
  readonly problems: readonly Problem[];
  readonly summary: Summary;
}

/** All duties, component by component. Each is made when it is asked for, because they may be a million. */
export interface Duties extends Iterable<ComponentDuty> {
  readonly of: (component: Address) => readonly ComponentDuty[];
  readonly toJSON: () => readonly ComponentDuty[];
}

/** The kind of a component whose type the catalog knows only by its service, from the beginning of its name. */
export const unlisted = "unlisted";

export interface Component {
  readonly address: Address;
  readonly type: string;
  readonly service: string;
  readonly kind?: string;
  readonly variants: readonly string[];
  /** Variants that may apply: their condition is unknown. */
  readonly possibleVariants?: readonly string[];
  readonly model: string;
  readonly provider: string;
  readonly pattern: string;
  readonly file: string;
  readonly line: number;
  readonly owner?: string;
  readonly runsOn?: Address;
  /** Set where the input does not tell how many of it there are, or whether there is one. */
  readonly number?: "unknown";
  /** Set where its module was only called, and what that creates is told by the catalog. */
  readonly via?: Via;
  /** What a plan is about to do to it. */
  readonly action?: Action;
  readonly parts: readonly Address[];
  /** What of it has dates that are known: a runtime, an engine's version. */
  readonly lifecycles?: readonly ComponentLifecycle[];
  /** Area id → cell, in the order of the areas. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/** A version of something with a calendar, and the dates of its cycle. */
export interface ComponentLifecycle {
  /** What of the service it is: `runtime`. */
  readonly id: string;
  readonly product: string;
  readonly name: string;
  /** As it is configured. */
  readonly version: string;
  /** As the calendar names it. */
  readonly cycle: string;
  /** In the order in which they are reached; only those that are announced. */
  readonly dates: readonly LifecycleDate[];
  readonly source: SourceRef;
}

export interface LifecycleDate {
  readonly milestone: string;
  /** Reads before the date: "end of standard support". */
  readonly name: string;
  /** As the provider has it. */
  readonly date: string;
  /** The first day on which it is past. */
  readonly from: string;
}

export interface Cell {
  readonly holder: Holder;
  /** Only where the holder is unknown: who it may be. */
  readonly possible?: readonly KnownHolder[];
  readonly answer: number;
}

export interface Answer {
  /** Who holds it, by name: "AWS", "you", "AWS and you", "nobody", "not known". */
  readonly party: string;
  readonly because: string;
  readonly providerDoes?: string;
  readonly customerDoes?: string;
  readonly source?: SourceRef;
  readonly setBy: readonly string[];
  readonly confidence: "documented" | "inferred" | "unknown";
  readonly duties: readonly string[];
  /** Every step that set the cell, in order; the last one counts. */
  readonly steps: readonly Step[];
  /** For an unknown: each answer that may come out, and when. */
  readonly alternatives?: readonly { readonly holder: KnownHolder; readonly when: string; readonly because: string }[];
}

export interface Step {
  readonly by: string;
  readonly holder: KnownHolder;
  readonly because: string;
  readonly source?: SourceRef;
}

export interface SourceRef {
  readonly title: string;
  readonly url: string;
  readonly seen: string;
}

export interface ComponentDuty {
  readonly id: string;
  readonly component: Address;
  readonly area: string;
  readonly status: DutyStatus;
  readonly title: string;
  /** Why the status is what it is, where configuration could not tell. */
  readonly because?: string;
  readonly fix?: string;
  readonly evidence: readonly Evidence[];
  readonly owner?: string;
  /** The date by which it must be done, where there is one: it is met before, and unmet from then on. */
  readonly due: string | null;
  readonly controls: Readonly<Record<string, readonly string[]>>;
  readonly alsoKnownAs?: Readonly<Record<string, readonly string[]>>;
  readonly source?: SourceRef;
}

export interface Evidence {
  readonly kind: "configuration";
  readonly file: string;
  readonly line: number;
}

export interface Unclassified {
  readonly type: string;
  readonly address: Address;
  readonly file: string;
  readonly line: number;
}

export interface Unattached extends Unclassified {
  readonly service: string;
}

export interface Summary {
  /** Declared resources in all, data sources left out. */
  readonly resources: number;
  readonly components: number;
  readonly parts: number;
  readonly unattachedParts: number;
  /** Resources of types without a responsibility of their own. */
  readonly utility: number;
  readonly unclassified: number;
  /** Components of types that the catalog knows only by their service, from the beginning of their name. */
  readonly unlisted: number;
  readonly unclassifiedTypes: number;
  readonly dataSources: number;
  /** Components with at least one cell that is not known. */
  readonly componentsWithUnknown: number;
  readonly notRead: number;
  /** Things of which some was read, and there may be more. */
  readonly readInPart: number;
  readonly cells: Readonly<Record<Holder, number>>;
  readonly duties: Readonly<Record<DutyStatus, number>>;
  /** Duties with a date: how many are past it, how many have it ahead, and the first of these dates. */
  readonly due: { readonly overdue: number; readonly ahead: number; readonly next: string | null };
}
