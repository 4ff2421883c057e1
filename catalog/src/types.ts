/** The compiled catalog: what the build writes to dist/ and the tool reads. Areas are always in the order of `areas.yaml`. */

export type HolderName = "provider" | "customer" | "shared" | "none";
export type Confidence = "documented" | "inferred";

export interface Source {
  readonly title: string;
  readonly url: string;
  /** The day the page was read, YYYY-MM-DD. */
  readonly seen: string;
}

export interface Area {
  readonly id: string;
  /** The column head of the grid. */
  readonly short: string;
  readonly group: "stack" | "functions";
  /** Completes "who …". */
  readonly question: string;
  /** What a customer's share asks for where a service says nothing narrower. */
  readonly duty: string;
}

/** What a model, service, kind or variant says about one area. */
export interface CellRule {
  readonly holder: HolderName;
  readonly because: string;
  readonly provider?: string;
  readonly customer?: string;
  readonly source: Source;
  readonly confidence: Confidence;
}

export interface Model {
  readonly id: string;
  readonly name: string;
  readonly short: string;
  readonly summary: string;
  /** One rule an area, in order. */
  readonly cells: readonly CellRule[];
}

export interface Pattern {
  readonly id: string;
  readonly name: string;
}

export interface Provider {
  readonly party: string;
  readonly name: string;
}

export type CatalogFormat = "terraform" | "cloudformation";

/** That a resource type belongs to a service: as a component, or as a part of one. */
export interface Claim {
  readonly service: string;
  readonly role: "component" | "part";
  readonly kind?: string;
  /** CEL over `it`: the claim holds only then. */
  readonly when?: string;
  /** A component only where nothing in the input owns it; else a part. */
  readonly standalone?: boolean;
}

export interface ServiceHead {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly provider: string;
  readonly pattern: string;
  readonly aliases: readonly string[];
  readonly kinds: readonly string[];
  readonly variants: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind?: string;
    readonly aliases: readonly string[];
  }[];
  readonly types: readonly string[];
  readonly ended?: Ended;
}

export interface Ended {
  readonly date: string;
  /**
   * What goes on after it: `customers` where it is closed to new ones only, so that nothing changes for who is there; `resources`
   * where what it made stays in the customer's account, and the cells tell of that. Else nothing of it is left.
   */
  readonly stays?: "customers" | "resources";
  readonly because: string;
  readonly instead?: string;
  readonly source: Source;
  /** `inferred` where no page of the provider names the day. */
  readonly confidence?: Confidence;
}

export interface Core {
  readonly version: string;
  readonly areas: readonly Area[];
  readonly models: readonly Model[];
  readonly patterns: readonly Pattern[];
  readonly providers: Readonly<Record<string, Provider>>;
  readonly services: readonly ServiceHead[];
  /** Resource type name → who claims it. */
  readonly claims: Readonly<Record<string, readonly Claim[]>>;
  /** Beginning of a type's name → the services of which every such type is one, where no claim says so. */
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
  /** Service id → the services that have a relation to it. */
  readonly pointedAtBy: Readonly<Record<string, readonly string[]>>;
  /** Types without a responsibility of their own; one that ends in `_`, `::` or `*` is a beginning. */
  readonly utility: readonly { readonly types: readonly string[]; readonly because: string }[];
}

export interface PartRule {
  readonly type: string;
  /** Attribute paths of the part that point to what it belongs to. */
  readonly of: readonly string[];
  /** Attribute paths of the owner that point to the part. */
  readonly by: readonly string[];
}

export interface Relation {
  readonly name: string;
  readonly to: readonly string[];
  readonly paths: Readonly<Record<CatalogFormat, readonly string[]>>;
}

export interface Fact {
  readonly terraform?: string;
  readonly cloudformation?: string;
  readonly any?: string;
  readonly default?: string | number | boolean | null | readonly string[];
  readonly about?: string;
  /** Of the lifecycle with this id: the value is the list of the milestones that are past on the date of the assessment. */
  readonly lifecycle?: string;
}

/** What a service's components run that has dates: a runtime, an engine's version. */
export interface Lifecycle {
  readonly id: string;
  readonly about: string;
  readonly kind?: string;
  /** CEL; absent where it is asked of all components of the kind. */
  readonly when?: string;
  /** The fact that lists its milestones that are past; its expression gives `[product, version]`, or null where there is none. */
  readonly fact: string;
  /** Why no version that is not set can be looked up; absent where it then has none. */
  readonly unset?: string;
  /** By product. */
  readonly calendars: Readonly<Record<string, Calendar>>;
}

/** The dates of a product's cycles. */
export interface Calendar {
  readonly name: string;
  readonly source: Source;
  readonly versions: VersionMatch;
  /** In the order in which they are reached. */
  readonly milestones: readonly Milestone[];
  /** Cycle, or another beginning of its versions → its name and its dates, one a milestone; null where none is announced. */
  readonly cycles: Readonly<Record<string, { readonly name: string; readonly dates: readonly (string | null)[] }>>;
}

/**
 * How a version finds its cycle: it is its name (`whole`), it begins with it (`prefix`), or it has all of its words in their
 * order (`words`). The longest counts.
 */
export type VersionMatch = "whole" | "prefix" | "words";

export interface Milestone {
  readonly id: string;
  readonly name: string;
  /** The dates are the last day before it, and not the first day of it. */
  readonly isLastDay: boolean;
}

/** A milestone of a lifecycle of the service. */
export interface MilestoneRef {
  readonly lifecycle: string;
  readonly milestone: string;
}

export type AreaRules = Readonly<Record<string, CellRule>>;

export interface Variant {
  readonly id: string;
  readonly name: string;
  readonly kind?: string;
  readonly group?: string;
  readonly when: string;
  readonly model?: string;
  readonly aliases: readonly string[];
  readonly areas: AreaRules;
  /** What brings it about, where a date does. */
  readonly from?: MilestoneRef | { readonly date: string };
}

export interface Kind {
  readonly name?: string;
  readonly model?: string;
  readonly pattern?: string;
  readonly areas: AreaRules;
}

export interface Duty {
  readonly id: string;
  readonly area: string;
  readonly kind?: string;
  readonly title: string;
  readonly when?: string;
  readonly check?: string;
  readonly fix?: string;
  readonly controls: Readonly<Record<string, readonly string[]>>;
  readonly alsoKnownAs: Readonly<Record<string, readonly string[]>>;
  readonly source: Source;
  /** It is met until that date, and unmet from then on, which `check` tells too where there is a lifecycle. Asked also where the cell is not (yet) the customer's. */
  readonly due?: MilestoneRef | { readonly date: string };
}

export interface RunsOn {
  readonly relation: string;
  readonly when?: string;
  readonly areas: readonly string[];
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly provider: string;
  readonly pattern: string;
  readonly model: string;
  readonly ended?: Ended;
  readonly parts: readonly PartRule[];
  readonly relations: readonly Relation[];
  readonly facts: Readonly<Record<string, Fact>>;
  readonly areas: AreaRules;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly variants: readonly Variant[];
  readonly runsOn: readonly RunsOn[];
  readonly duties: readonly Duty[];
  readonly lifecycles: readonly Lifecycle[];
}

/** `dist/core.json`: what every command needs, written short; the heads of services lie in `dist/heads.json`. Where in `dist/services.jsonl` each service lies, so that only those that are met are read. */
export interface CompiledCore extends Omit<Core, "claims" | "services"> {
  /** Every claim once. */
  readonly claims: readonly Claim[];
  /** A line a type, between line ends: its name, then the numbers of the claims on it. Looked into as a text, of which a run asks little. */
  readonly claimed: string;
  /** Service id → byte offset and length of its line. */
  readonly places: Readonly<Record<string, readonly [number, number]>>;
}

export interface Lens {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly date?: string;
  readonly source: Source;
  readonly confidence: Confidence;
  readonly note?: string;
  readonly values: Readonly<Record<string, string>>;
  readonly activities?: readonly string[];
  readonly columns: readonly { readonly id: string; readonly name: string; readonly model?: string }[];
  readonly rows: readonly LensRow[];
  /** Row id → its cells in column order; a list of holders where the page splits a cell by activity. */
  readonly cells: Readonly<Record<string, readonly (HolderName | readonly HolderName[])[]>>;
  readonly divergences: readonly {
    readonly row: string;
    readonly column: string;
    readonly ours: HolderName;
    readonly because: string;
  }[];
  readonly responsibilities?: Readonly<Record<"customer" | "provider", readonly Responsibility[]>>;
}

export interface LensRow {
  readonly id: string;
  readonly name: string;
  readonly areas: readonly string[];
  /** Why the row lies outside of a system and is not assessed (client devices). */
  readonly outside?: string;
  /** Words of this row alone, where the page uses others than in the rest. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface Responsibility {
  readonly id: string;
  readonly name: string;
  readonly areas: readonly string[];
  readonly about?: string;
}

/** An expression of Terraform's language as a text, or a plain value. The name `untold` in it is something that the file does not tell. */
export type ModuleExpression = string | number | boolean | null;

/** What a body sets: expressions, and nested blocks as lists. */
export interface ModuleBody {
  readonly [name: string]: ModuleExpression | readonly ModuleBlock[];
}

/** A nested block, or one that is repeated for each item of a collection. */
export type ModuleBlock = ModuleBody | RepeatedBlock;

export interface RepeatedBlock {
  readonly "for-each": ModuleExpression;
  /** What `.key` and `.value` are taken from; the block's name where it is not given. */
  readonly iterator?: string;
  readonly content: ModuleBody;
}

export interface ModuleResource {
  readonly count?: ModuleExpression;
  readonly forEach?: ModuleExpression;
  readonly set: ModuleBody;
  /** Attributes that the module never sets; `rest` for all that are named neither here nor in `untold`. */
  readonly unset: readonly string[] | "rest";
  /** Attributes that the module may set to something that is not told. */
  readonly untold: readonly string[];
}

export interface ModuleCall {
  /** As in Terraform; `//path` is a submodule of the same module. */
  readonly source: string;
  readonly version?: string;
  readonly count?: ModuleExpression;
  readonly forEach?: ModuleExpression;
  readonly inputs: Readonly<Record<string, ModuleExpression>>;
}

export type Constant = string | number | boolean | null | readonly Constant[] | { readonly [name: string]: Constant };

/** What a well-known module creates from its inputs, for a range of its versions. */
export interface ModuleFacts {
  /** `namespace/name/provider`, or `namespace/name/provider//path` of a submodule. */
  readonly module: string;
  /** The versions that this was checked for, as a version constraint of Terraform. */
  readonly versions: string;
  readonly source: Source;
  /** Whatever the inputs that it knows are, the module creates nothing that is not among the resources and calls. */
  readonly complete: boolean;
  /** Inputs that resources depend on, with their documented defaults. */
  readonly variables: Readonly<Record<string, Constant>>;
  /** Inputs without a default. */
  readonly required: readonly string[];
  /** Type constraints, where the type changes a value. */
  readonly types: Readonly<Record<string, string>>;
  /** Inputs that take their default where null is given. */
  readonly nonNullable: readonly string[];
  /** Inputs that nothing of this depends on; `*` stands for any text. */
  readonly withoutEffect: readonly string[];
  /** Attributes that it may set on any resource to something that is not told. */
  readonly untold: readonly string[];
  readonly locals: Readonly<Record<string, ModuleExpression>>;
  /** By `type.name`, data sources by `data.type.name`. */
  readonly resources: Readonly<Record<string, ModuleResource>>;
  readonly calls: Readonly<Record<string, ModuleCall>>;
  readonly outputs: Readonly<Record<string, ModuleExpression>>;
}
