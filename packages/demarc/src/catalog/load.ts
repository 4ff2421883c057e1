/** Loads the compiled catalog from the package @demarc/catalog: the core at once, a service when it is asked for. */
import { openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Claim, CompiledCore, Core, Lens, ModuleFacts, Service, ServiceHead } from "@demarc/catalog/types";
import type { Catalog } from "./catalog.js";

/** @throws where the package or its dist/ is missing: a broken installation. */
export function loadCatalog(folder = installedFolder()): Catalog {
  const { claims, claimed, places, ...rest } = readJson<CompiledCore>(join(folder, "core.json"));
  let heads: readonly ServiceHead[] | undefined;
  const core: Omit<Core, "claims"> = {
    ...rest,
    get services() {
      heads ??= readJson<readonly ServiceHead[]>(join(folder, "heads.json"));
      return heads;
    },
  };
  const services = new Map<string, Service>();
  let lines: number | undefined;
  let lenses: readonly Lens[] | undefined;
  let modules: readonly ModuleFacts[] | undefined;
  return {
    core,
    claimsOn: claimFinder({ claims, claimed }),
    service(id: string): Service | undefined {
      const known = services.get(id);
      if (known !== undefined) return known;
      const place = Object.hasOwn(places, id) ? places[id] : undefined;
      if (place === undefined) return undefined;
      lines ??= openSync(join(folder, "services.jsonl"), "r");
      const service = JSON.parse(readLine(lines, place)) as Service;
      services.set(id, service);
      return service;
    },
    lenses() {
      lenses ??= readJson<readonly Lens[]>(join(folder, "lenses.json"));
      return lenses;
    },
    modules() {
      modules ??= readJson<readonly ModuleFacts[]>(join(folder, "modules.json"));
      return modules;
    },
  };
}

/** Finds who claims a type, in the text that the compiler wrote. */
function claimFinder({ claims, claimed }: Pick<CompiledCore, "claims" | "claimed">): Catalog["claimsOn"] {
  const known = new Map<string, readonly Claim[]>();
  return (type) => {
    let found = known.get(type);
    if (found === undefined) {
      const at = /\s/.test(type) ? -1 : claimed.indexOf(`\n${type} `);
      const line = at < 0 ? "" : claimed.slice(at + type.length + 2, claimed.indexOf("\n", at + 1));
      found = line === "" ? [] : line.split(" ").flatMap((number) => claims[Number(number)] ?? []);
      known.set(type, found);
    }
    return found;
  };
}

function installedFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("@demarc/catalog/package.json")), "dist");
}

function readLine(file: number, [offset, length]: readonly [number, number]): string {
  const bytes = Buffer.allocUnsafe(length);
  if (readSync(file, bytes, 0, length, offset) !== length)
    throw new Error("The catalog's services.jsonl is shorter than its core.json says: a broken installation.");
  return bytes.toString("utf8");
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
