/** The lines below a grid: duties, what was found and answered, what was not, and what to do next. Nothing is hidden in them. */
import type { Assessment, ComponentDuty, Unclassified } from "../model/assessment.js";
import type { Action } from "../model/inventory.js";
import { shellWord } from "../text/shell.js";
import { sanitize, shorten, widthOf, wrap } from "../text/width.js";
import type { RenderContext } from "./render.js";

export function summaryLines(assessment: Assessment, context: RenderContext): readonly string[] {
  const { colors, width } = context;
  const lines: string[] = [];
  const { duties } = assessment.summary;
  const total = duties.met + duties.unmet + duties.unknown + duties.attested + duties.accepted;
  if (total > 0) {
    const unmet = `${duties.unmet} unmet`;
    lines.push(
      `${total} duties are yours: ${duties.met} met, ${duties.unmet > 0 ? colors.red(unmet) : unmet}, ${duties.unknown} not known`,
    );
  }
  lines.push(...dueLines(assessment, context));
  lines.push(...wrap(countLine(assessment), width));
  lines.push(...planLines(assessment, width));
  lines.push(...listed("types not known yet", assessment.unclassified, context));
  if (assessment.unclassified.some((entry) => !isOfProvider(entry.type))) {
    lines.push(
      ...wrap(
        `The catalog knows ${providerNames(context)} so far: who is responsible for the rest is not known.`,
        width,
      ),
    );
  }
  lines.push(...toldLines(assessment, context));
  const unread = assessment.notRead.filter(({ isPartly }) => isPartly !== true);
  lines.push(...notReadLines("not read, so their content is unknown:", unread, context));
  const partly = assessment.notRead.filter(({ isPartly }) => isPartly === true);
  lines.push(...notReadLines("read in part, so there may be more in them:", partly, context));
  return lines;
}

/** Duties with a date, and components of services that are no more. */
function dueLines(assessment: Assessment, context: RenderContext): readonly string[] {
  const { colors, width } = context;
  const { overdue, ahead, next } = assessment.summary.due;
  if (overdue + ahead === 0) return [];
  const parts = [
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(next === null ? [] : [`the next is due by ${next}`]),
  ];
  const text = `${overdue + ahead} of these ${overdue + ahead === 1 ? "has" : "have"} a date: ${parts.join(", ")} (demarc forecast shows them)`;
  return [
    ...wrap(text, width).map((line) => (overdue > 0 ? colors.red(line) : line)),
    ...endedLines(assessment, context),
  ];
}

function endedLines({ components, asOf }: Assessment, { colors, width, catalog }: RenderContext): readonly string[] {
  const ended = components.flatMap(({ service }) => {
    const found = catalog.service(service);
    const hasEnded = found?.ended !== undefined && found.ended.stays !== "customers" && found.ended.date <= asOf;
    return hasEnded ? [found.name] : [];
  });
  if (ended.length === 0) return [];
  const text = `${counted(ended.length, "component")} of services that have ended: ${[...new Set(ended)].join(", ")}`;
  return wrap(text, width).map((line) => colors.red(line));
}

/** What a plan is about to do to the components. */
function planLines({ components }: Assessment, width: number): readonly string[] {
  const counts = new Map<Action, number>();
  for (const { action } of components) if (action !== undefined) counts.set(action, (counts.get(action) ?? 0) + 1);
  const said = planned.flatMap(([action, words]) => {
    const count = counts.get(action);
    return count === undefined ? [] : [`${count} ${words}`];
  });
  return said.length === 0 ? [] : wrap(`by the plan: ${said.join(", ")}`, width);
}

const planned: readonly (readonly [Action, string])[] = [
  ["create", "to create"],
  ["update", "to change"],
  ["replace", "to replace"],
  ["delete", "to delete"],
  ["forget", "to forget"],
  ["no-op", "as they are"],
];

/** Modules whose code is not here, and of which the catalog tells what they create. */
function toldLines({ components }: Assessment, { width }: RenderContext): readonly string[] {
  const told = components.flatMap(({ via }) => via ?? []);
  if (told.length === 0) return [];
  const modules = new Set(
    told.map(({ module, versions, isAssumed }) => `${module} ${versions}${isAssumed === true ? " (or newer)" : ""}`),
  );
  const names = [...modules].sort();
  const more = names.length > 6 ? `; and ${names.length - 6} more` : "";
  const text = `${counted(told.length, "component")} of modules whose code is not here, as the catalog tells them: ${names.slice(0, 6).join("; ")}${more}`;
  return wrap(sanitize(text), width);
}

function notReadLines(
  title: string,
  entries: Assessment["notRead"],
  { colors, width }: RenderContext,
): readonly string[] {
  if (entries.length === 0) return [];
  const lines = entries.slice(0, 8).map((entry) => {
    const address = shorten(sanitize(entry.address), width / 2);
    const place = sanitize(`${entry.what} (${entry.file}:${entry.line})`);
    return `  ${address}  ${colors.dim(shorten(place, width - widthOf(address) - 4))}`;
  });
  const more = entries.length > 8 ? [`  … and ${entries.length - 8} more; --format json lists all`] : [];
  return [title, ...lines, ...more];
}

/** Types of a provider that the catalog has at all; CDK's custom resources belong to none. */
function isOfProvider(type: string): boolean {
  return /^(aws_|awscc_|AWS::|Custom::)/.test(type);
}

function providerNames({ catalog }: RenderContext): string {
  const known = new Set(catalog.core.services.map((head) => head.provider));
  return [...known].map((id) => catalog.core.providers[id]?.party ?? id).join(" and ");
}

/** One line that hides nothing: so many found, and what became of each. */
export function countLine(assessment: Assessment): string {
  const { summary } = assessment;
  const attached = summary.parts - summary.unattachedParts;
  const parts = [
    `${summary.components} answered as ${summary.components === 1 ? "a component" : "components"}`,
    `${attached} as ${attached === 1 ? "a part" : "parts"} of them`,
    ...(summary.unattachedParts > 0 ? [`${summary.unattachedParts} part of something outside these files`] : []),
    ...(summary.utility > 0 ? [`${summary.utility} without a boundary of their own`] : []),
    ...(summary.unlisted > 0 ? [`${summary.unlisted} of them only by their service, as inferred`] : []),
    summary.unclassified === 0
      ? "none of a type not known yet"
      : `${summary.unclassified} of ${counted(summary.unclassifiedTypes, "type")} not known yet`,
  ];
  const tail = [
    `${counted(summary.componentsWithUnknown, "component")} with something unknown`,
    ...(summary.notRead > 0 ? [`${counted(summary.notRead, "module or stack", "modules or stacks")} not read`] : []),
    ...(summary.readInPart > 0 ? [`${counted(summary.readInPart, "module")} read in part`] : []),
    ...(summary.dataSources > 0 ? [`${counted(summary.dataSources, "data source")} looked at`] : []),
  ];
  return `${counted(summary.resources, "resource")} found: ${parts.join(", ")}; ${tail.join(", ")}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function listed(title: string, entries: readonly Unclassified[], { colors, width }: RenderContext): readonly string[] {
  if (entries.length === 0) return [];
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(entry.type, (counts.get(entry.type) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const names = sorted
    .slice(0, 12)
    .map(([type, count]) => (count === 1 ? sanitize(type) : `${sanitize(type)} × ${count}`));
  if (sorted.length > 12) names.push(`and ${sorted.length - 12} more types (--format json lists all)`);
  return wrap(`${title}: ${names.join(", ")}`, width).map((line) => colors.magenta(line));
}

/** A command that shows something worth knowing of this very system. */
export function nextStep(assessment: Assessment): string | undefined {
  const target = firstUnknown(assessment) ?? firstMoved(assessment) ?? firstUnmet(assessment) ?? firstOf(assessment);
  if (target === undefined) return undefined;
  return sanitize(`demarc explain ${shellWord(target.component)} ${target.area}${inputsText(assessment.inputs)}`);
}

interface CellPlace {
  readonly component: string;
  readonly area: string;
}

function firstUnknown({ components }: Assessment): CellPlace | undefined {
  for (const { address, cells } of components) {
    const [area] = Object.entries(cells).find(([, cell]) => cell.holder === "unknown") ?? [];
    if (area !== undefined) return { component: address, area };
  }
  return undefined;
}

/** Where a setting moved the line through the stack, which is what surprises most: the operating system first. */
function firstMoved({ components, answers }: Assessment): CellPlace | undefined {
  for (const area of ["os", "runtime"]) {
    const moved = components.find(({ cells }) => answers[cells[area]?.answer ?? -1]?.setBy.at(-1)?.includes(":"));
    if (moved !== undefined) return { component: moved.address, area };
  }
  return undefined;
}

function firstOf({ components: [first] }: Assessment): CellPlace | undefined {
  return first === undefined ? undefined : { component: first.address, area: "os" };
}

function firstUnmet({ duties, summary }: Assessment): ComponentDuty | undefined {
  if (summary.duties.unmet === 0) return undefined;
  for (const duty of duties) if (duty.status === "unmet") return duty;
  return undefined;
}

/** The `--in` options that say where an address is. */
export function inputsText(inputs: readonly string[]): string {
  return inputs.length === 0 || (inputs.length === 1 && inputs[0] === ".")
    ? ""
    : ` --in ${inputs.map(shellWord).join(" --in ")}`;
}
