/** Loads the compiled catalog from the package @demarc/catalog: the core at once, a provider's shard when it is asked for. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Core, Lens, ModuleFacts, Service, Shard } from "@demarc/catalog/types";
import type { Catalog } from "./catalog.js";

/** @throws where the package or its dist/ is missing: a broken installation. */
export function loadCatalog(folder = installedFolder()): Catalog {
  const core = readJson<Core>(join(folder, "core.json"));
  const shards = new Map<string, Shard>();
  const services = new Map<string, Service>();
  let lenses: readonly Lens[] | undefined;
  let modules: readonly ModuleFacts[] | undefined;
  return {
    core,
    service(id: string): Service | undefined {
      const known = services.get(id);
      if (known !== undefined) return known;
      const provider = id.split("/")[0] ?? "";
      if (!Object.hasOwn(core.providers, provider)) return undefined;
      let shard = shards.get(provider);
      if (shard === undefined) {
        shard = core.services.some((head) => head.provider === provider)
          ? readJson<Shard>(join(folder, `${provider}.json`))
          : {};
        shards.set(provider, shard);
      }
      const service = Object.hasOwn(shard, id) ? shard[id] : undefined;
      if (service !== undefined) services.set(id, service);
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

function installedFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("@demarc/catalog/package.json")), "dist");
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
