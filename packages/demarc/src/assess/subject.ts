/** What a condition is asked of. */
import type { Service } from "@demarc/catalog/types";
import type { Unknown, Value } from "../model/value.js";
import type { Node } from "./classify.js";

/** A component (or part) seen as one of a service, with the facts that were computed so far. */
export interface Subject {
  readonly node: Node;
  readonly service: Service;
  readonly kind: string | undefined;
  readonly facts: Map<string, Value>;
  /** What its relations lead to, or why that is not known, once they were followed. */
  readonly relations: Map<string, readonly Subject[] | Unknown>;
}
