/** An explanation: all areas in short, or one area with every step, source, duty and what would move the line. */

import { partyOf } from "../assess/answers.js";
import type { ExplainedArea, ExplainedDuty, Explanation } from "../compare/explanation.js";
import type { ComponentLifecycle } from "../model/assessment.js";
import { padEnd, sanitize, widthOf, wrap } from "../text/width.js";
import { whenEnded } from "./ended.js";
import { toJson } from "./json.js";
import { escapeMarkdown, markdownTable } from "./markdown.js";
import { paint, type RenderContext, symbols } from "./render.js";

/** `asked` is what follows `demarc explain` for this: the query, and where it was looked for. */
export function explanationText(
  explanation: Explanation,
  isOneArea: boolean,
  format: string,
  context: RenderContext,
  asked: string,
): string {
  if (format === "json") return toJson(explanation);
  if (format === "markdown") return explanationMarkdown(explanation);
  const { colors, width } = context;
  const lines = [...headLines(explanation, context), ""];
  if (isOneArea) for (const area of explanation.areas) lines.push(...areaLines(area, explanation, context));
  else
    lines.push(
      ...shortLines(explanation, context),
      "",
      ...wrap(`next: demarc explain ${sanitize(asked)} says every step, source and duty`, width).map((line) =>
        colors.dim(line),
      ),
    );
  return `${lines.join("\n")}\n`;
}

function headLines(explanation: Explanation, { colors, width, catalog }: RenderContext): readonly string[] {
  const model = catalog.core.models.find((candidate) => candidate.id === explanation.model);
  const lines = [colors.bold(sanitize(explanation.title))];
  if (explanation.summary !== undefined) lines.push(...wrap(explanation.summary, width));
  const facts = [
    explanation.file === undefined ? undefined : `${explanation.file}:${explanation.line}`,
    `model: ${model?.name ?? explanation.model}`,
    explanation.via === undefined ? undefined : viaText(explanation.via),
    explanation.runsOn === undefined ? undefined : `runs on ${explanation.runsOn}`,
    ...(explanation.lifecycles ?? []).map(lifecycleText),
    explanation.parts.length === 0
      ? undefined
      : `parts: ${explanation.parts.slice(0, 8).join(", ")}${explanation.parts.length > 8 ? ` and ${explanation.parts.length - 8} more` : ""}`,
  ].filter((fact) => fact !== undefined);
  for (const fact of facts) lines.push(...wrap(sanitize(fact), width).map((line) => colors.dim(line)));
  if (explanation.ended !== undefined) {
    const instead = explanation.ended.instead === undefined ? "" : ` Instead: ${explanation.ended.instead}`;
    const hasEnded = explanation.ended.date <= explanation.asOf && explanation.ended.stays !== "customers";
    const when = whenEnded(explanation.ended, explanation.asOf);
    const text = `${when.charAt(0).toUpperCase()}${when.slice(1)}. ${explanation.ended.because}${instead}`;
    lines.push(...wrap(text, width).map((line) => (hasEnded ? colors.red(line) : colors.yellow(line))));
  }
  return lines;
}

/** "python3.10 (Lambda runtimes): deprecation 2026-10-31, end of updates 2027-03-03" */
function lifecycleText({ version, cycle, name, dates }: ComponentLifecycle): string {
  const what = version === cycle ? cycle : `${version}, of ${cycle}`;
  const said = dates.map((date) => `${date.name} ${date.date}`).join(", ");
  return `${what} (${name}): ${said === "" ? "no date in the calendar" : said}`;
}

function viaText({ module, versions, asked, isAssumed, source }: NonNullable<Explanation["via"]>): string {
  const version = asked === undefined ? "names no version" : `asks for ${asked}`;
  const note = isAssumed === true ? ` (the call ${version}, so it may be a newer one)` : ` (the call ${version})`;
  return `told by the catalog's file of the module ${module} ${versions}${note}, not by its code: ${source.url}`;
}

function shortLines(explanation: Explanation, { colors, width }: RenderContext): readonly string[] {
  const areaWidth = Math.max(...explanation.areas.map((area) => widthOf(area.area)));
  const partyWidth = Math.max(...explanation.areas.map((area) => widthOf(area.party)));
  const indent = areaWidth + partyWidth + 8;
  return explanation.areas.flatMap((area) => {
    const mark = area.confidence === "inferred" ? " (inferred)" : "";
    const [first = "", ...more] = wrap(sanitize(area.because) + mark, Math.max(width - indent, 30));
    const head = `${paint(area.holder, symbols[area.holder], colors)} ${padEnd(area.area, areaWidth)}  ${paint(area.holder, padEnd(area.party, partyWidth), colors)}    ${first}`;
    return [head.trimEnd(), ...more.map((line) => " ".repeat(indent) + line)];
  });
}

function areaLines(area: ExplainedArea, explanation: Explanation, context: RenderContext): readonly string[] {
  const { colors, width, catalog } = context;
  const provider = explanation.service?.split("/")[0] ?? "the provider";
  const indented = (text: string, by = 2): readonly string[] =>
    wrap(sanitize(text), width - by).map((line) => " ".repeat(by) + line);
  const lines = [
    `${colors.bold(area.area)}: who ${area.question}?`,
    paint(area.holder, `${symbols[area.holder]} ${area.party}`, colors) +
      (area.confidence === "inferred" ? colors.dim("  (inferred: no official page says it in so many words)") : ""),
    ...indented(area.because),
  ];
  if (area.providerDoes !== undefined)
    lines.push(...indented(`${partyOf(catalog, "provider", provider)}: ${area.providerDoes}`));
  if (area.customerDoes !== undefined) lines.push(...indented(`you: ${area.customerDoes}`));
  if (area.source !== undefined)
    lines.push(
      ...indented(`source: ${area.source.title}, ${area.source.url} (read ${area.source.seen})`).map((line) =>
        colors.dim(line),
      ),
    );
  if (area.alternatives !== undefined) {
    lines.push("", colors.bold("what it may be"));
    for (const entry of area.alternatives)
      lines.push(
        ...indented(
          `${symbols[entry.holder]} ${partyOf(catalog, entry.holder, provider)} ${entry.when}: ${entry.because}`,
        ),
      );
  }
  lines.push("", colors.bold("how the answer was made"));
  area.steps.forEach((step, at) => {
    const isLast = at === area.steps.length - 1;
    lines.push(
      ...indented(`${at + 1}. ${step.by}: ${partyOf(catalog, step.holder, provider)}. ${step.because}`).map((line) =>
        isLast ? line : colors.dim(line),
      ),
    );
    if (step.source !== undefined && !isLast)
      lines.push(...indented(step.source.url, 5).map((line) => colors.dim(line)));
  });
  lines.push("", colors.bold("what would move the line"));
  if (area.movers.length === 0) lines.push("  no setting that the catalog knows");
  for (const mover of area.movers) {
    const decided = mover.decidedBy.length === 0 ? "" : ` (decided by ${mover.decidedBy.join(", ")})`;
    lines.push(
      ...indented(
        `${symbols[mover.holder]} ${partyOf(catalog, mover.holder, provider)} ${mover.from === undefined ? `if ${mover.name}${decided}` : `from ${mover.from} on (${mover.name})`}: ${mover.because}`,
      ),
    );
  }
  if (area.duties.length > 0) {
    lines.push("", colors.bold("what your side must do"));
    for (const duty of area.duties) lines.push(...dutyLines(duty, context));
  }
  return lines;
}

function dutyLines(duty: ExplainedDuty, { colors, width }: RenderContext): readonly string[] {
  const paintStatus = {
    met: colors.green,
    unmet: colors.red,
    unknown: colors.magenta,
    attested: colors.green,
    accepted: colors.yellow,
  };
  const status = duty.status === undefined ? "" : paintStatus[duty.status](`${statusWord(duty)}: `);
  const [first = "", ...more] = wrap(duty.title, width - 14);
  const lines = [`  ${status}${first}`, ...more.map((line) => `    ${line}`)];
  const place = duty.evidence.map((evidence) => `${evidence.file}:${evidence.line}`).join(", ");
  const details = [
    duty.because !== undefined && (duty.status === "unknown" || typeof duty.due === "string")
      ? duty.because
      : undefined,
    place === "" ? undefined : `evidence: ${place}`,
    duty.fix === undefined || (duty.status === "met" && typeof duty.due !== "string") ? undefined : `fix: ${duty.fix}`,
    controlsText(duty),
    duty.source === undefined ? undefined : `source: ${duty.source.url}`,
    duty.id,
  ].filter((detail) => detail !== undefined);
  for (const detail of details)
    lines.push(...wrap(sanitize(detail), width - 4).map((line) => colors.dim(`    ${line}`)));
  return lines;
}

function statusWord({ status, due }: ExplainedDuty): string {
  if (typeof due === "string" && status === "met") return `due by ${due}`;
  if (typeof due === "string" && status === "unmet") return `overdue since ${due}`;
  return status === "unknown" ? "not known" : (status ?? "");
}

function controlsText(duty: ExplainedDuty): string | undefined {
  const controls = Object.entries(duty.controls).map(([framework, ids]) => `${framework} ${ids.join(", ")}`);
  const names = Object.entries(duty.alsoKnownAs ?? {}).map(([tool, ids]) => `${tool} ${ids.join(", ")}`);
  const all = [...controls, ...names];
  return all.length === 0 ? undefined : `known as: ${all.join("; ")}`;
}

function explanationMarkdown(explanation: Explanation): string {
  const rows = explanation.areas.map((area) => [
    `${symbols[area.holder]} ${area.area}`,
    area.party,
    area.because,
    area.source === undefined ? "" : `${area.source.title}: ${area.source.url}`,
  ]);
  return `## ${escapeMarkdown(explanation.title)}\n\n${explanation.summary === undefined ? "" : `${escapeMarkdown(explanation.summary)}\n\n`}${markdownTable(["area", "party", "because", "source"], rows)}`;
}
