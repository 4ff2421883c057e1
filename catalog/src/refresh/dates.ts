/** The dates of lifecycle files, renewed from endoflife.date: asks, compares, writes. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { ProductFile } from "../source-files.js";
import { type CyclesChange, renewedCycles } from "./cycles.js";
import { answerIn } from "./release.js";

/** The answer for a product of endoflife.date as text. @throws Error with why there is none */
export type Ask = (product: string) => Promise<string>;

/** A file is renewed, or left as it was, with the reason. */
export type Renewal =
  | {
      readonly kind: "renewed";
      readonly product: string;
      /** `amazon-eks of 2026-09-01` */
      readonly from: string;
      readonly change: CyclesChange;
    }
  | { readonly kind: "left"; readonly product: string; readonly because: string };

/** The product's name at endoflife.date; undefined for a file that was not carried over from there. */
export function productAt({ via }: ProductFile): string | undefined {
  return via?.name === "endoflife.date" ? /^https:\/\/endoflife\.date\/([a-z0-9-]+)$/.exec(via.url)?.[1] : undefined;
}

/** Renews one file below `root`; it is written as a whole, and only where all of the answer is right. */
export async function renewDates(root: string, path: string, ask: Ask): Promise<Renewal> {
  const whole = join(root, path);
  const before = readFileSync(whole, "utf8");
  const file = load(before) as ProductFile;
  const product = productAt(file) ?? "";
  try {
    const answer = answerIn(await ask(product), product);
    const change = renewedCycles(before, answer);
    if (change.text !== before) replaceFile(whole, change.text);
    return { kind: "renewed", product: file.product, from: `${product} of ${answer.made}`, change };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return { kind: "left", product: file.product, because: `${product}: ${because}` };
  }
}

/** Answers that were saved as FOLDER/PRODUCT.json. */
export function askFolder(folder: string): Ask {
  return async (product) => {
    try {
      return readFileSync(join(folder, `${product}.json`), "utf8");
    } catch {
      throw new Error(`${folder} has no ${product}.json that can be read`);
    }
  };
}

const patience = 30_000;

/** `site` is https://endoflife.date; waits half a minute for each answer. */
export function askSite(site: string): Ask {
  return async (product) => {
    const url = `${site}/api/v1/products/${product}/`;
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) }).catch((error: unknown) => {
      throw new Error(`${url} cannot be reached (${reasonOf(error)})`);
    });
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    return response.text().catch((error: unknown) => {
      throw new Error(`the answer of ${url} broke off (${reasonOf(error)})`);
    });
  };
}

/** `fetch failed` has the reason in its cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : error instanceof Error ? error.message : String(error);
}

function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
