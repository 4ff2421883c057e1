/** What goes to a thread that reads root modules, and what comes back. */
import type { Inventory } from "../../model/inventory.js";
import type { TerraformInput } from "../../read/terraform/input.js";
import type { Crossing } from "./crossing.js";

export type GivenVariables = Pick<TerraformInput, "variables" | "variableFiles">;

/** One root module. */
export interface Task {
  /** The folder that the user gave. */
  readonly path: string;
  /** The root module, within the tree around that folder. */
  readonly folder: string;
  /** What its addresses begin with, where there are several units. */
  readonly label?: string;
}

export interface Reading {
  readonly inventory: Inventory;
  readonly variableNames: readonly string[];
  /** Files that could not be read as text, with the reason, by path. */
  readonly unread: readonly (readonly [string, string])[];
}

/** Without a reading where the thread could not give one: the unit is then read where it was asked for. */
export interface Answer {
  readonly number: number;
  readonly reading?: Omit<Reading, "inventory"> & { readonly crossing: Crossing };
}
