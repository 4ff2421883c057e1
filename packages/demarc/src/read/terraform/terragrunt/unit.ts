/** A unit of Terragrunt: a configuration, and where its module lies. */
import type { UnitConfig } from "./read-config.js";
import type { ModulePlace } from "./source.js";

export interface TerragruntUnit {
  /** The tree's folder. */
  readonly folder: string;
  readonly config: UnitConfig;
  readonly place: ModulePlace;
}
