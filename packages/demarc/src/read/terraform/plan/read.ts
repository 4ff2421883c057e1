/**
 * Reads what Terraform and OpenTofu write as JSON: a plan and a state by `show -json`, and a state file as it is kept.
 * The file is walked through once, and of most of it nothing is kept.
 */
import type { Inventory, Problem } from "../../../model/inventory.js";
import { asUtf8, type ByteSource } from "../../json/byte-source.js";
import { JsonError, jsonCursor } from "../../json/cursor.js";
import { keyTable } from "../../json/key-table.js";
import { policyDocumentReads, policyDocumentType } from "../module/policy-document.js";
import { readStateModules } from "../state/version-3.js";
import { readStateResources } from "../state/version-4.js";
import { type Change, readChanges } from "./changes.js";
import { type ConfigModule, readConfiguration } from "./configuration.js";
import { type Head, versionProblems } from "./formats.js";
import { cannotBeTold, gapsIn, type PlanContent } from "./gaps.js";
import { createBuilder } from "./inventory.js";
import { readModule } from "./resources.js";
import { createTable } from "./table.js";
import { createValueReader, type Reads } from "./values.js";

export interface TerraformJsonInput {
  /** As it is shown to the user. */
  readonly file: string;
  readonly source: ByteSource;
  readonly reads: Reads;
  /** Of a plan: what there will be (default), or what there was before it. */
  readonly side?: "after" | "before";
}

const rootKeys = keyTable(["root_module"]);
const valuesKeys = keyTable(["values"]);

/** A file that cannot be read to its end gives no resources, and a problem that says where and why. */
export function readTerraformJson(input: TerraformJsonInput): Inventory {
  try {
    return readWhole(input);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { resources: [], notRead: [], problems: [problemOf(error, input.file)] };
  }
}

function readWhole({ file, source, reads: asked, side = "after" }: TerraformJsonInput): Inventory {
  const reads: Reads = (type) => (type === policyDocumentType ? policyDocumentReads : asked(type));
  const cursor = jsonCursor(asUtf8(source));
  const values = createValueReader(cursor, reads);
  const table = createTable(file);
  const early = new Map<string, Change>();
  const isPlanned = (): boolean => side === "after" && head.keys.includes("planned_values");
  const builder = createBuilder(table, reads, isPlanned);
  let changed = 0;
  let hasChanges = false;
  let configuration: ConfigModule | undefined;
  const head: { -readonly [K in keyof Head]: Head[K] } & { keys: string[] } = { keys: [] };

  /** What happens to a resource; kept aside where the resource has not been read yet, or is not there any more. */
  function change(address: string, to: Change): void {
    const draft = table.get(address);
    const own = side === "before" ? { action: to.action } : to;
    if (draft === undefined) early.set(address, own);
    else {
      draft.change = own;
      if (draft.mode === "managed") changed += 1;
    }
  }

  /** Where the changes stand before what they change. */
  function bringChanges(): void {
    for (const [address, to] of [...early]) {
      if (table.get(address) === undefined) continue;
      early.delete(address);
      change(address, to);
    }
  }

  function root(wants: (mode: "managed" | "data") => boolean): void {
    cursor.fields(rootKeys, () => readModule(cursor, values, wants, table, file));
  }

  cursor.entries((key) => {
    head.keys.push(key);
    switch (key) {
      case "format_version":
        head.formatVersion = cursor.value();
        break;
      case "terraform_version":
        head.terraformVersion = cursor.value();
        break;
      case "version":
        head.stateVersion = cursor.value();
        break;
      case "serial":
        head.serial = cursor.value();
        break;
      case "lineage":
        head.lineage = cursor.value();
        break;
      case "errored":
        head.errored = cursor.value();
        break;
      case "complete":
        head.complete = cursor.value();
        break;
      case "values":
        root(() => true);
        break;
      case "planned_values":
        if (side === "after") root(() => true);
        else cursor.skip();
        break;
      case "prior_state":
        // What was looked up for the plan is written there.
        cursor.fields(valuesKeys, () => root((mode) => side === "before" || mode === "data"));
        break;
      case "resource_changes":
        readChanges(cursor, values, table.inOrder(cursor), change);
        hasChanges = true;
        break;
      case "configuration":
        bringChanges();
        if (side === "after")
          configuration = readConfiguration(
            cursor,
            reads,
            table.inOrder(cursor),
            hasChanges ? builder.finishAlone : () => false,
          );
        else cursor.skip();
        break;
      case "resources":
        readStateResources(cursor, values, reads, table, file);
        break;
      case "modules":
        readStateModules(cursor, reads, table, file);
        break;
      default:
        cursor.skip();
    }
  });
  cursor.end();
  const versions = versionProblems(head, file);
  if (versions.some(({ severity }) => severity === "error")) return { resources: [], notRead: [], problems: versions };
  bringChanges();
  const content: PlanContent = {
    file,
    isComplete: head.complete !== false,
    hasConfiguration: configuration !== undefined,
    managed: table.all().filter(({ mode }) => mode === "managed").length,
    changed,
    left: early,
  };
  const gaps = isPlanned() || (side === "after" && hasChanges) ? gapsIn(content) : [];
  const problems = [...table.problems, ...versions, ...gaps];
  if (isPlanned() && cannotBeTold(content)) return { resources: [], notRead: [], problems };
  return { resources: builder.finished(configuration), notRead: [], problems };
}

function problemOf(error: JsonError, file: string): Problem {
  // The line itself is not shown: in a plan or a state it may hold a secret, and what is one was perhaps not read yet.
  const { line, column } = error.place;
  const message = error.isTruncated
    ? "The file ends before it is complete, so nothing of it is read."
    : `This is no JSON: ${error.message}.`;
  const hint = error.isTruncated
    ? "Write it anew: terraform show -json tfplan > plan.json"
    : "Correct the file, or write it anew: terraform show -json tfplan > plan.json";
  return { severity: "error", file, line, column, message, hint };
}
