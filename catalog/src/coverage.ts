/** Which of all resource types the catalog classifies, and how. Pure: the compiled catalog and names in, numbers out. */
import type { Core } from "./types.js";

export interface Coverage {
  /** Types that a service file names, as a component or a part. */
  readonly named: readonly string[];
  /** Types that are said to have no responsibility of their own. */
  readonly withoutLine: readonly string[];
  /** Types that take their service's answer from the beginning of their name, as inferred. */
  readonly byNamespace: readonly string[];
  readonly missing: readonly string[];
}

export function coverageOf(types: readonly string[], core: Core): Coverage {
  const beginnings = Object.keys(core.namespaces);
  const alone = core.utility.flatMap((entry) => entry.types);
  const isWithoutLine = (type: string): boolean =>
    alone.some((name) => (/(_|::)$/.test(name) ? type.startsWith(name) : type === name));
  const result = { named: [], withoutLine: [], byNamespace: [], missing: [] } as Record<keyof Coverage, string[]>;
  for (const type of types) {
    if (Object.hasOwn(core.claims, type)) result.named.push(type);
    else if (isWithoutLine(type)) result.withoutLine.push(type);
    else if (beginnings.some((beginning) => type.startsWith(beginning))) result.byNamespace.push(type);
    else result.missing.push(type);
  }
  return result;
}

/** Types by the beginning that says their service: `AWS::Connect`, `aws_connect`. */
export function byBeginning(types: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const type of types) {
    const beginning = type.includes("::")
      ? type.split("::").slice(0, 2).join("::")
      : type.split("_").slice(0, 2).join("_");
    const group = groups.get(beginning);
    if (group === undefined) groups.set(beginning, [type]);
    else group.push(type);
  }
  return groups;
}
