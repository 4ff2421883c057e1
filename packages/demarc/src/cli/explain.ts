/** `demarc explain`: why a cell is as it is, on whose word, and what would move the line. */
import type { Catalog } from "../catalog/catalog.js";
import { findTarget, nearest } from "../catalog/find.js";
import { loadCatalog } from "../catalog/load.js";
import { type Explanation, explainComponent, explainTarget } from "../compare/explanation.js";
import type { Assessment, Component } from "../model/assessment.js";
import { explanationText } from "../render/explanation.js";
import { withoutKeys } from "../render/scan-rows.js";
import { inputsText } from "../render/summary.js";
import { shellWord } from "../text/shell.js";
import { areaNamed } from "./area-named.js";
import { assessInputs, exitCodeFor } from "./assess-inputs.js";
import type { CommandRun } from "./command.js";
import { asOfOrToday } from "./dates.js";
import { deliver } from "./io.js";
import { type CommandOptions, contextFor } from "./options.js";
import { UsageError } from "./usage-error.js";

export const run: CommandRun = async ([query = "", areaName], options) => {
  const catalog = loadCatalog();
  const inputs = options.in ?? [];
  const areas = areaName === undefined ? catalog.core.areas : [areaNamed(catalog, areaName)];
  // A name of the catalog has no dot; an address of Terraform always does. With --in the system is asked first.
  const target = findTarget(catalog, query);
  if (target.kind !== "not-found" && inputs.length === 0) {
    await show(explainTarget(catalog, target, areas, asOfOrToday(options.asOf)), query, areaName, options, catalog);
    return 0;
  }
  if (target.kind === "not-found" && inputs.length === 0 && !mayBeAddress(query))
    throw notInCatalog(query, target.suggestions);
  const assessment = await assessInputs(inputs, options, catalog);
  const found = componentsAt(assessment, query);
  if (found.length === 0 && target.kind !== "not-found") {
    await show(explainTarget(catalog, target, areas, asOfOrToday(options.asOf)), query, areaName, options, catalog);
    return exitCodeFor(assessment, options);
  }
  const component = onlyOne(found, query, assessment);
  await show(explainComponent(catalog, assessment, component, areas), query, areaName, options, catalog);
  return exitCodeFor(assessment, options);
};

async function show(
  explanation: Explanation,
  query: string,
  areaName: string | undefined,
  options: CommandOptions,
  catalog: Catalog,
): Promise<void> {
  const asked = `${shellWord(query)} <area>${inputsText(options.in ?? [])}`;
  await deliver(
    explanationText(explanation, areaName !== undefined, options.format, contextFor(catalog, options), asked),
    options,
  );
}

/** Addresses of Terraform have a dot; CloudFormation's logical ids begin with a capital letter. */
function mayBeAddress(query: string): boolean {
  return /[./[]/.test(query) || /^[A-Z][A-Za-z0-9]*$/.test(query);
}

/** The component with this address, else those whose address ends in it, else the one that a part belongs to. */
function componentsAt(assessment: Assessment, query: string): readonly Component[] {
  const { components } = assessment;
  const exact = components.filter((component) => component.address === query);
  if (exact.length > 0) return exact;
  const ends = components.filter(
    (component) =>
      component.address.endsWith(`.${query}`) ||
      component.address.endsWith(`//${query}`) ||
      withoutKeys(component.address) === query,
  );
  if (ends.length > 0) return ends;
  return components.filter((component) => component.parts.includes(query));
}

function onlyOne(found: readonly Component[], query: string, assessment: Assessment): Component {
  const [first, ...others] = found;
  if (first === undefined) throw notFound(query, assessment);
  // Copies of one block that are answered alike are explained once.
  const answer = (component: Component): string =>
    Object.values(component.cells)
      .map((cell) => cell.answer)
      .join();
  if (others.some((other) => other.type !== first.type || answer(other) !== answer(first))) {
    throw new UsageError(
      `${query} is the address of ${found.length} components.`,
      `Say which: ${found
        .slice(0, 6)
        .map((component) => component.address)
        .join(", ")}${found.length > 6 ? ", …" : ""}`,
    );
  }
  return first;
}

function notFound(query: string, assessment: Assessment): UsageError {
  const unclassified = assessment.unclassified.find((entry) => entry.address === query);
  if (unclassified !== undefined)
    return new UsageError(
      `${query} is there, but the catalog does not know the type ${unclassified.type} yet: who is responsible is not known.`,
    );
  const unattached = assessment.unattached.find((entry) => entry.address === query);
  if (unattached !== undefined)
    return new UsageError(`${query} is part of a component of ${unattached.service} that is not among these files.`);
  const near = nearest(
    query,
    assessment.components.map((component) => component.address),
  );
  return new UsageError(
    `There is no component ${JSON.stringify(query)} in ${assessment.inputs.join(", ")}.`,
    near.length > 0
      ? `Did you mean ${near.join(" or ")}?`
      : "`demarc scan --expand` lists them; --in says where to look.",
  );
}

function notInCatalog(query: string, suggestions: readonly string[]): UsageError {
  return new UsageError(
    `The catalog has no service or model ${JSON.stringify(query)}, and it is no address.`,
    suggestions.length > 0
      ? `Did you mean ${suggestions.join(", ")}?`
      : "`demarc services` lists the catalog; an address needs --in PATH.",
  );
}
