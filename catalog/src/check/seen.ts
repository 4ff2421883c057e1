/** Which conditions of a service the examples showed true and false, format by format. Used by the test of the catalog. */
import { compileCondition } from "../../../packages/demarc/src/condition/condition.js";
import type { Assessment } from "../../../packages/demarc/src/model/assessment.js";
import type { ServiceFile } from "../source-files.js";
import type { CatalogFormat, Service } from "../types.js";

/** `cloudformation: variant fargate never true`, for each that can be so in that format. */
export function unseenConditions(
  file: ServiceFile,
  service: Service,
  format: CatalogFormat,
  results: readonly Assessment[],
): readonly string[] {
  const unseen: string[] = [];
  const add = (what: string, seen: Readonly<Record<string, boolean>>): void => {
    for (const [answer, isSeen] of Object.entries(seen)) if (!isSeen) unseen.push(`${format}: ${what} never ${answer}`);
  };
  const kinds = kindsIn(file, format);
  const canBe = (kind: string | undefined, text: string): boolean =>
    kinds.size > 0 && (kind === undefined || kinds.has(kind)) && canVary(text, service, format);
  const components = results.flatMap((result) => result.components.filter((entry) => entry.service === service.id));
  service.variants.forEach((variant, at) => {
    // The end of a service is one date, the same for all.
    if (variant.from !== undefined && "date" in variant.from) return;
    if (!canBe(variant.kind, variant.when)) return;
    const asked = components.filter((component) => variant.kind === undefined || component.kind === variant.kind);
    // Of a group the first that is true is the last that is asked.
    const before = service.variants.slice(0, at).filter(({ group }) => group !== undefined && group === variant.group);
    add(`variant ${variant.id}`, {
      true: asked.some(({ variants }) => variants.includes(variant.id)),
      false: asked.some(
        ({ variants, possibleVariants }) =>
          ![...variants, ...(possibleVariants ?? [])].includes(variant.id) &&
          !before.some(({ id }) => variants.includes(id)),
      ),
    });
  });
  for (const { id, kind, check } of service.duties) {
    if (check === undefined || !canBe(kind, check)) continue;
    const statuses = results.flatMap(({ duties }) =>
      [...duties].filter((duty) => duty.id === id).map(({ status }) => status),
    );
    add(`duty ${id.split("/").at(-1)}`, { met: statuses.includes("met"), unmet: statuses.includes("unmet") });
  }
  return unseen;
}

function kindsIn(file: ServiceFile, format: CatalogFormat): ReadonlySet<string | undefined> {
  return new Set(file.components.filter((entry) => (entry[format] ?? []).length > 0).map(({ kind }) => kind));
}

/** Whether a condition can be both in a format: every fact that it reads is told there, and one of them at least varies. */
function canVary(text: string, service: Service, format: CatalogFormat): boolean {
  const { shapes } = compileCondition(text);
  const facts = [...(shapes.get("facts")?.fields.keys() ?? [])].map((name) => {
    const fact = service.facts[name];
    return fact?.[format] ?? fact?.any;
  });
  if (facts.includes(undefined)) return false;
  const reads = [...shapes.keys()].filter((name) => name !== "facts" && name !== "kind");
  return reads.length > 0 || facts.some((fact) => fact !== undefined && canVary(fact, service, format));
}
