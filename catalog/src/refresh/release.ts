/** What endoflife.date says of a product: its API's answer (v1), as far as dates are read from it. Pure. */
import { isDate } from "../check/lifecycles.js";
import type { ReleaseField } from "../source-files.js";

export interface Answer {
  /** The day on which the answer was made, YYYY-MM-DD. */
  readonly made: string;
  /** In its order, which is newest first. */
  readonly releases: readonly Release[];
}

/** A field that no release of the product has is left out; a date that is not announced is null. */
export type Release = { readonly name: string; readonly releaseDate: string | null } & {
  readonly [field in ReleaseField]?: string | null;
};

const dateFields = ["releaseDate", "eoasFrom", "eolFrom", "eoesFrom", "discontinuedFrom"] as const;

/** @throws Error with what is wrong, for an answer that is not about this product or not of this form. */
export function answerIn(text: string, product: string): Answer {
  const answer = recordIn(parsed(text), "the answer");
  const result = recordIn(answer.result, "`result`");
  if (result.name !== product) throw new Error(`it is about ${JSON.stringify(result.name)}`);
  const made = typeof answer.generated_at === "string" ? answer.generated_at.slice(0, 10) : "";
  if (!isDate(made)) throw new Error("`generated_at` is no time");
  if (!Array.isArray(result.releases) || result.releases.length === 0) throw new Error("it has no `releases`");
  const releases = result.releases.map(releaseIn);
  const names = releases.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new Error(`the release ${twice} stands twice`);
  return { made, releases };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error("it is no JSON");
  }
}

function releaseIn(value: unknown): Release {
  const release = recordIn(value, "a release");
  const { name } = release;
  if (typeof name !== "string" || !/^[\w.+-]+$/.test(name))
    throw new Error(`a release has the name ${JSON.stringify(name)}`);
  const dates = dateFields.flatMap((field): readonly (readonly [string, string | null])[] => {
    const date = release[field];
    if (date === undefined) return [];
    if (date !== null && !(typeof date === "string" && isDate(date)))
      throw new Error(`${field} of ${name} is ${JSON.stringify(date)}`);
    return [[field, date]];
  });
  return { name, releaseDate: null, ...Object.fromEntries(dates) };
}

function recordIn(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}
