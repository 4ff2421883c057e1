/** What the readers deliver: the resources of the inputs, before anybody asks who is responsible for them. */
import type { Address, Reference, Value } from "./value.js";

export type Format = "terraform" | "cloudformation" | "kubernetes" | "arm";

/** What a plan is about to do to a resource, in Terraform's words; a replacement is a delete and a create. */
export type Action = "no-op" | "create" | "read" | "update" | "replace" | "delete" | "forget";

/** One declared thing of an input. The catalog later makes it a component, or a part of one. */
export interface Resource {
  readonly address: Address;
  /** Resource type name: `aws_ecs_service`, `AWS::ECS::Service`. */
  readonly type: string;
  /** The last part of the address: Terraform's name, CloudFormation's logical id. */
  readonly name: string;
  readonly format: Format;
  /** `data`: looked up, not created here. It is no component, but others may point at it. */
  readonly mode: "managed" | "data";
  readonly attributes: Readonly<Record<string, Value>>;
  /** Attribute path with dots and without indexes (`load_balancer.target_group_arn`) → what it points to. */
  readonly references: Readonly<Record<string, readonly Reference[]>>;
  /** As given by the user, with forward slashes; `-` for standard input. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based lines of the top-level attributes and blocks. */
  readonly lines: Readonly<Record<string, number>>;
  /** Which of several root modules or templates it is from; they do not point at each other. */
  readonly unit?: string;
  /** Set where the input does not tell how many of it there are (`count` or `for_each` is unknown), or whether there is one. */
  readonly number?: "unknown";
  /** Only where the input is a plan. */
  readonly action?: Action;
  /** Set where the input only calls a module, and what that creates is told by the catalog. */
  readonly via?: Via;
}

/** The catalog's file of a well-known module. */
export interface Via {
  /** `namespace/name/provider`, with `//path` for a submodule. */
  readonly module: string;
  /** The versions that the file was checked for. */
  readonly versions: string;
  /** The version constraint of the call, where it has one. */
  readonly asked?: string;
  /** The call allows versions that are newer than those: the newest of these is taken. */
  readonly isAssumed?: boolean;
  /** The module may create more than the file tells. */
  readonly isPartly?: boolean;
  readonly source: { readonly title: string; readonly url: string; readonly seen: string };
}

/** A thing that the input names but that could not be read, such as a module from a registry. */
export interface NotRead {
  readonly address: Address;
  readonly what: string;
  readonly because: string;
  readonly file: string;
  readonly line: number;
  /** Some of it is among the resources; there may be more. */
  readonly isPartly?: true;
}

export interface Problem {
  readonly severity: "error" | "warning";
  readonly file: string;
  /** 1-based, absent where the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
  /** The line itself; of a very long one, the part around the place. */
  readonly excerpt?: string;
  /** How many characters of the excerpt stand before the place, where that is not the column. */
  readonly caret?: number;
  /** What is wrong and what was expected, one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

export interface Inventory {
  readonly resources: readonly Resource[];
  readonly notRead: readonly NotRead[];
  readonly problems: readonly Problem[];
}
