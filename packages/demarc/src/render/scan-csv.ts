/** A row a cell: for a spreadsheet's own filters. */
import type { Assessment } from "../model/assessment.js";
import { toCsv } from "./csv.js";
import type { RenderContext } from "./render.js";

export function scanCsv(assessment: Assessment, { catalog }: RenderContext): string {
  const heads = [
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
  const rows = assessment.components.flatMap((component) =>
    catalog.core.areas.map((area) => {
      const cell = component.cells[area.id];
      const answer = cell === undefined ? undefined : assessment.answers[cell.answer];
      return [
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
    }),
  );
  return toCsv([heads, ...rows]);
}
