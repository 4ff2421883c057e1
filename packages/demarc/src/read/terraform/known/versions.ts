/** Version constraints of Terraform (`~> 5.1, != 5.3.0`) as the spans of versions that they allow. */

/** Versions from `from` up to, but not, `to`. Without `to` there is no end. */
export interface VersionRange {
  readonly from: Version;
  readonly to: Version | undefined;
  /** Single versions that are taken out (`!=`). */
  readonly without: readonly Version[];
}

/** Major, minor, patch. What stands behind a hyphen (`-rc1`) does not count. */
export type Version = readonly [number, number, number];

/** Undefined where the text is no constraint. An empty text allows every version. */
export function versionRange(text: string): VersionRange | undefined {
  let range: VersionRange = { from: [0, 0, 0], to: undefined, without: [] };
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "" && text.trim() === "") continue;
    const one = oneConstraint(part);
    if (one === undefined) return undefined;
    range = intersection(range, one);
  }
  return range;
}

/** The versions that both allow; see {@link isEmpty}. */
export function intersection(a: VersionRange, b: VersionRange): VersionRange {
  return {
    from: compare(a.from, b.from) >= 0 ? a.from : b.from,
    to: a.to === undefined || (b.to !== undefined && compare(b.to, a.to) < 0) ? b.to : a.to,
    without: [...a.without, ...b.without],
  };
}

export function isEmpty({ from, to, without }: VersionRange): boolean {
  let least = from;
  while (without.some((version) => compare(version, least) === 0)) least = next(least);
  return to !== undefined && compare(least, to) >= 0;
}

/** Whether a range reaches beyond another one: it allows versions that are newer than all of the other's. */
export function reachesBeyond(range: VersionRange, other: VersionRange): boolean {
  return other.to !== undefined && (range.to === undefined || compare(range.to, other.to) > 0);
}

/** Orders ranges by their end, the newest first. */
export function newestFirst(a: VersionRange, b: VersionRange): number {
  if (a.to === undefined || b.to === undefined) return a.to === b.to ? 0 : a.to === undefined ? -1 : 1;
  return compare(b.to, a.to);
}

function oneConstraint(text: string): VersionRange | undefined {
  const match = /^(=|!=|>=|<=|>|<|~>)?\s*v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+][\w.+-]*)?$/.exec(text);
  if (match === null) return undefined;
  const [, operator = "=", major, minor, patch] = match;
  const version: Version = [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
  const zero: Version = [0, 0, 0];
  switch (operator) {
    case "!=":
      return { from: zero, to: undefined, without: [version] };
    case ">=":
      return { from: version, to: undefined, without: [] };
    case ">":
      return { from: next(version), to: undefined, without: [] };
    case "<":
      return { from: zero, to: version, without: [] };
    case "<=":
      return { from: zero, to: next(version), without: [] };
    case "~>": {
      // Only the last number that is given may grow: ~> 1 allows all from 1.0.0 on.
      const to: Version | undefined =
        patch !== undefined
          ? [version[0], version[1] + 1, 0]
          : minor !== undefined
            ? [version[0] + 1, 0, 0]
            : undefined;
      return { from: version, to, without: [] };
    }
    default:
      return { from: version, to: next(version), without: [] };
  }
}

function next([major, minor, patch]: Version): Version {
  return [major, minor, patch + 1];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
