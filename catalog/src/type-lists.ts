/** The lists of all resource types that exist, by provider and format: `known/types-*.txt`, which `catalog:refresh` renews. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogRoot } from "./source-files.js";

export interface TypeList {
  readonly provider: string;
  readonly format: string;
  /** Its file in known/, without `.txt`. */
  readonly list: string;
}

export const typeLists: readonly TypeList[] = [
  { provider: "aws", format: "terraform", list: "types-terraform-aws" },
  { provider: "aws", format: "cloudformation", list: "types-cloudformation" },
  { provider: "aws", format: "sam", list: "types-sam" },
  { provider: "azure", format: "terraform", list: "types-terraform-azurerm" },
  { provider: "google", format: "terraform", list: "types-terraform-google" },
  { provider: "kubernetes", format: "terraform", list: "types-terraform-kubernetes" },
];

/** The entries of a file in known/, in its order. */
export function knownEntries(list: string): readonly string[] {
  const text = readFileSync(join(catalogRoot, "known", `${list}.txt`), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
