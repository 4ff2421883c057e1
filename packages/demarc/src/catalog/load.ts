/** Loads the compiled catalog from the package @demarc/catalog: the core at once, a service when it is asked for. */
import { openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Claim, CompiledCore, Core, Lens, ModuleFacts, Service, ServiceHead } from "@demarc/catalog/types";
import type { Catalog } from "./catalog.js";

/** @throws where the package or its dist/ is missing: a broken installation. */
export function loadCatalog(folder = installedFolder()): Catalog {
  const { claims, places, ...rest } = readJson<CompiledCore>(join(folder, "core.json"));
  let heads: readonly ServiceHead[] | undefined;
  const core: Core = {
    ...rest,
    claims: claimsByType(claims),
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

function claimsByType(groups: CompiledCore["claims"]): Core["claims"] {
  const claims: Record<string, Claim[]> = {};
  for (const { claim, types } of groups) {
    for (const type of types) {
      const others = claims[type];
      if (others === undefined) claims[type] = [claim];
      else others.push(claim);
    }
  }
  return claims;
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
