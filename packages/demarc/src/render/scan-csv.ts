/** A row a cell: for a spreadsheet's own filters. Line by line, for they may be millions. */
import type { Catalog } from "../catalog/catalog.js";
import type { Assessment, Component } from "../model/assessment.js";
import { csvLines } from "./csv.js";
import type { RenderContext } from "./render.js";

export function scanCsv(assessment: Assessment, context: RenderContext): Iterable<string> {
  return csvLines(rowsOf(assessment, context));
}

function* rowsOf(assessment: Assessment, { catalog }: RenderContext): Generator<readonly (string | number)[]> {
  yield [
    "address",
    "service",
    "variants",
    "area",
    "holder",
    "possible",
    "party",
    "because",
    "provider does",
    "customer does",
    "source",
    "confidence",
    "file",
    "line",
    "due",
  ];
  for (const component of assessment.components) {
    const due = dueByArea(assessment, component, catalog);
    for (const area of catalog.core.areas) {
      const cell = component.cells[area.id];
      const answer = cell === undefined ? undefined : assessment.answers[cell.answer];
      yield [
        component.address,
        component.service,
        component.variants.join(" "),
        area.id,
        cell?.holder ?? "",
        cell?.possible?.join(" ") ?? "",
        answer?.party ?? "",
        answer?.because ?? "",
        answer?.providerDoes ?? "",
        answer?.customerDoes ?? "",
        answer?.source?.url ?? "",
        answer?.confidence ?? "",
        component.file,
        component.line,
        due.get(area.id) ?? "",
      ];
    }
  }
}

/** The first date by which something is due, or overdue, in each area that has one. */
function dueByArea(
  assessment: Assessment,
  { address, lifecycles, service }: Component,
  catalog: Catalog,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (lifecycles === undefined && catalog.service(service)?.ended === undefined) return found;
  for (const { area, due, status } of assessment.duties.of(address)) {
    if (due === null || (status !== "met" && status !== "unmet")) continue;
    const known = found.get(area);
    if (known === undefined || due < known) found.set(area, due);
  }
  return found;
}
