/** One system read in several formats: what each says of it, and where they differ. */
import { catalogFromFiles } from "../catalog/src/examples.js";
import { assess } from "../packages/demarc/src/assess/assess.js";
import { readInputs } from "../packages/demarc/src/cli/inputs.js";
import type { Assessment } from "../packages/demarc/src/model/assessment.js";

const { catalog } = catalogFromFiles();

export async function assessed(path: string): Promise<Assessment> {
  const inventory = await readInputs([path], {}, catalog);
  return assess(inventory, catalog, { asOf: "2026-11-24", inputs: [path] });
}

/** Everything that an answer consists of, one line a fact: `aws_db_instance.main cell os` → `shared`. */
function factsOf(assessment: Assessment): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const {
    address,
    service,
    kind,
    model,
    variants,
    possibleVariants,
    runsOn,
    parts,
    cells,
  } of assessment.components) {
    facts.set(`${address} service`, [service, kind, model].filter((part) => part !== undefined).join(" "));
    facts.set(
      `${address} variants`,
      [...variants, ...(possibleVariants ?? []).map((name) => `${name}?`)].sort().join(" "),
    );
    facts.set(`${address} runs on`, runsOn ?? "");
    facts.set(`${address} parts`, [...parts].sort().join(" "));
    for (const [area, { holder, possible = [] }] of Object.entries(cells)) {
      facts.set(`${address} cell ${area}`, [holder, ...[...possible].sort()].join(" "));
    }
  }
  for (const { component, id, status, area } of assessment.duties) facts.set(`${component} duty ${area} ${id}`, status);
  for (const { address } of assessment.unclassified) facts.set(`${address} unclassified`, "yes");
  for (const { address } of assessment.unattached) facts.set(`${address} unattached`, "yes");
  for (const { address } of assessment.notRead) facts.set(`${address} not read`, "yes");
  return facts;
}

/** `aws_s3_bucket.a cell backup: shared ≠ unknown …`, sorted; what one of them does not have at all is `-`. */
export function differences(expected: Assessment, actual: Assessment): readonly string[] {
  const [before, after] = [factsOf(expected), factsOf(actual)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((fact) => before.get(fact) !== after.get(fact))
    .map((fact) => `${fact}: ${before.get(fact) ?? "-"} ≠ ${after.get(fact) ?? "-"}`)
    .sort();
}
