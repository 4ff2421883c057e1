/** The reference page of one service: its lines, what moves them, duties, types, sources. Pure: the catalog in, Markdown out. */
import { lineOf } from "../../../packages/demarc/src/assess/line.js";
import type { Catalog } from "../../../packages/demarc/src/catalog/catalog.js";
import { escapeMarkdown, markdownTable } from "../../../packages/demarc/src/render/markdown.js";
import type { ServiceFile } from "../source-files.js";
import type { AreaRules, CellRule, Duty, Service, Source, Variant } from "../types.js";

export function servicePage(catalog: Catalog, service: Service, file: ServiceFile): string {
  const sections = [
    `# ${escapeMarkdown(service.name)}`,
    escapeMarkdown(service.summary),
    headOf(catalog, service, file),
    service.ended === undefined ? "" : endedText(service),
    `## Who holds what\n\n${ownLine(catalog, service)}`,
    ...Object.entries(service.kinds).map(
      ([id, kind]) => `### ${escapeMarkdown(kind.name ?? id)}\n\n${differences(catalog, service, id, [])}`,
    ),
    variantsText(catalog, service),
    dutiesText(service.duties),
    typesText(file),
    sourcesText(file),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function headOf(catalog: Catalog, service: Service, file: ServiceFile): string {
  const names = [service.id, ...(file.aliases ?? [])].map((name) => `\`${name}\``).join(", ");
  return `Asked for as ${names}. Where nothing else is said, it is answered as ${escapeMarkdown(modelName(catalog, service.model))}.`;
}

function endedText({ ended }: Service): string {
  if (ended === undefined) return "";
  const instead = ended.instead === undefined ? "" : ` Instead: ${escapeMarkdown(ended.instead)}.`;
  const when = ended.stays === "customers" ? "Takes no new customers from" : "Ends, or ended, on";
  return `**${when} ${ended.date}${ended.stays === "customers" ? " on" : ""}.** ${escapeMarkdown(ended.because)} (${linkTo(ended.source)})${instead}`;
}

/** What the service says itself in full, and in a line a holder what it has from its model. */
function ownLine(catalog: Catalog, service: Service): string {
  const { cells } = lineOf(catalog, service, undefined, []);
  const rows: (readonly string[])[] = [];
  const byHolder = new Map<string, string[]>();
  catalog.core.areas.forEach((area, at) => {
    const rule = (cells[at] as { readonly rule: CellRule }).rule;
    if (Object.hasOwn(service.areas, area.id)) rows.push(rowOf(area.id, rule));
    else byHolder.set(rule.holder, [...(byHolder.get(rule.holder) ?? []), area.id]);
  });
  const rest = [...byHolder].map(([holder, areas]) => `- ${holder}: ${areas.join(", ")}`);
  const model = `[${escapeMarkdown(modelName(catalog, service.model))}](../models.md#${service.model})`;
  return [rows.length === 0 ? "" : tableOf(rows), rest.length === 0 ? "" : `As for any ${model}:\n\n${rest.join("\n")}`]
    .filter((part) => part !== "")
    .join("\n\n");
}

function modelName(catalog: Catalog, id: string): string {
  return catalog.core.models.find((model) => model.id === id)?.name ?? id;
}

export function tableOf(rows: readonly (readonly string[])[]): string {
  return rawTable(["area", "holder", "why", "provider", "customer", "source"], rows);
}

export function rowOf(area: string, rule: CellRule): readonly string[] {
  const holder = rule.confidence === "inferred" ? `${rule.holder} (inferred)` : rule.holder;
  const texts = [rule.because, rule.provider ?? "", rule.customer ?? ""].map(escapeMarkdown);
  return [area, holder, ...texts, linkTo(rule.source)];
}

/** The cells that a kind or a variant sets, or holds otherwise than the service as a whole. */
function differences(
  catalog: Catalog,
  service: Service,
  kind: string | undefined,
  variants: readonly Variant[],
): string {
  const layer: { readonly areas: AreaRules } | undefined =
    variants[0] ?? (kind === undefined ? undefined : service.kinds[kind]);
  const before = lineOf(catalog, service, variants.length === 0 ? undefined : kind, []).cells;
  const rows = lineOf(catalog, service, kind, variants).cells.flatMap(({ rule }, at) => {
    const area = catalog.core.areas[at]?.id ?? "";
    const isSet = layer !== undefined && Object.hasOwn(layer.areas, area);
    return isSet || rule.holder !== before[at]?.rule.holder ? [rowOf(area, rule)] : [];
  });
  return rows.length === 0 ? "As above." : tableOf(rows);
}

function variantsText(catalog: Catalog, service: Service): string {
  if (service.variants.length === 0) return "";
  const parts = service.variants.map((variant) => {
    const facts = [...new Set([...variant.when.matchAll(/facts\.([A-Za-z0-9]+)/g)].map(([, name = ""]) => name))];
    const about = facts
      .map((name) => ({ name, about: service.facts[name]?.about }))
      .filter((fact) => fact.about !== undefined)
      .map((fact) => `\`${fact.name}\` is ${escapeMarkdown(fact.about ?? "")}`);
    const when = `Applies${variant.kind === undefined ? "" : ` to ${escapeMarkdown(variant.kind)}`} when \`${variant.when.trim()}\`${about.length === 0 ? "" : ` (${about.join("; ")})`}${variant.group === undefined ? "" : `; one of the group “${escapeMarkdown(variant.group)}”, of which the first that is true counts`}.`;
    return `### ${escapeMarkdown(variant.name)}\n\n${when}\n\n${differences(catalog, service, variant.kind, [variant])}`;
  });
  return ["## What moves the line", ...parts].join("\n\n");
}

function dutiesText(duties: readonly Duty[]): string {
  if (duties.length === 0) return "";
  const items = duties.map((duty) => {
    const controls = Object.entries(duty.controls).map(([framework, ids]) => `${framework}: ${ids.join(", ")}`);
    const others = Object.entries(duty.alsoKnownAs).map(([tool, ids]) => `${tool}: ${ids.join(", ")}`);
    const lines = [
      `- **${escapeMarkdown(duty.title)}** (${duty.area}; \`${duty.id}\`; ${duty.check === undefined ? "configuration cannot tell" : "checked"})`,
      duty.fix === undefined ? "" : `  ${escapeMarkdown(duty.fix)}`,
      [...controls, ...others].length === 0 ? "" : `  ${escapeMarkdown([...controls, ...others].join("; "))}`,
      `  ${linkTo(duty.source)}`,
    ];
    return lines.filter((line) => line !== "").join("  \n");
  });
  return `## What is yours to do\n\n${items.join("\n")}`;
}

function typesText(file: ServiceFile): string {
  const rows = [
    ...file.components.map((entry): readonly string[] => [
      entry.standalone === true ? "component where its owner is elsewhere" : (entry.kind ?? "component"),
      code([...(entry.terraform ?? []), ...(entry.cloudformation ?? [])]),
    ]),
    ["part", code((file.parts ?? []).flatMap((part) => [part.terraform ?? [], part.cloudformation ?? []].flat()))],
    ...(file["without-line"] ?? []).map((entry): readonly string[] => [
      `no line of its own: ${escapeMarkdown(entry.because)}`,
      code([...(entry.terraform ?? []), ...(entry.cloudformation ?? [])]),
    ]),
    ["any other beginning with", code(file.namespaces ?? [])],
  ].filter(([, types]) => types !== "");
  return rows.length === 0 ? "" : `## Resource types\n\n${rawTable(["as", "types"], rows)}`;
}

function sourcesText(file: ServiceFile): string {
  const items = Object.values(file.sources).map((source) => `- ${linkTo(source)}, seen ${source.seen}`);
  return `## Sources\n\n${items.join("\n")}`;
}

function code(types: readonly string[]): string {
  return [...new Set(types)].map((type) => `\`${type}\``).join(" ");
}

export function linkTo(source: Source): string {
  return `[${escapeMarkdown(source.title)}](${source.url.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}

/** Cells that are Markdown already: in a table of escaped cells, links would not be links. */
function rawTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [markdownTable(heads, []).trimEnd(), ...rows.map(line)].join("\n");
}
