/** A row a cell: for a spreadsheet's own filters. Line by line, for they may be millions. */
import type { Assessment } from "../model/assessment.js";
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
  ];
  for (const component of assessment.components) {
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
      ];
    }
  }
}
