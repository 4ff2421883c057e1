/** The catalog as its authors wrote it: reads the YAML files into the types that the schemas describe. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import type { Confidence, HolderName, MilestoneRef, Source, VersionMatch } from "./types.js";

export const catalogRoot = fileURLToPath(new URL("..", import.meta.url));

export interface CellFile {
  readonly holder: HolderName;
  readonly because: string;
  readonly provider?: string;
  readonly customer?: string;
  readonly source?: string;
  readonly confidence?: Confidence;
}
export type AreasFile = Readonly<Record<string, CellFile>>;
type Paths = string | readonly string[];
export type PathFile = Paths | { readonly terraform?: Paths; readonly cloudformation?: Paths };

export interface ServiceFile {
  readonly service: string;
  readonly name: string;
  readonly summary: string;
  readonly pattern: string;
  readonly model: string;
  readonly aliases?: readonly string[];
  readonly ended?: {
    readonly date: string;
    readonly stays?: "customers" | "resources";
    readonly because: string;
    readonly source: string;
    readonly instead?: string;
    readonly confidence?: Confidence;
  };
  readonly components: readonly {
    readonly kind?: string;
    readonly when?: string;
    readonly standalone?: boolean;
    readonly terraform?: readonly string[];
    readonly cloudformation?: readonly string[];
  }[];
  readonly parts?: readonly {
    readonly terraform?: string;
    readonly cloudformation?: string;
    readonly of?: PathFile;
    readonly by?: PathFile;
  }[];
  readonly "without-line"?: readonly {
    readonly terraform?: readonly string[];
    readonly cloudformation?: readonly string[];
    readonly because: string;
  }[];
  readonly namespaces?: readonly string[];
  readonly relations?: Readonly<
    Record<string, { readonly terraform?: Paths; readonly cloudformation?: Paths; readonly to: readonly string[] }>
  >;
  readonly facts?: Readonly<
    Record<
      string,
      {
        readonly terraform?: string;
        readonly cloudformation?: string;
        readonly any?: string;
        readonly default?: string | number | boolean | null | readonly string[];
        readonly about?: string;
        readonly lifecycle?: string;
      }
    >
  >;
  readonly areas?: AreasFile;
  readonly kinds?: Readonly<
    Record<
      string,
      { readonly name?: string; readonly model?: string; readonly pattern?: string; readonly areas?: AreasFile }
    >
  >;
  readonly variants?: Readonly<Record<string, VariantFile>>;
  readonly "runs-on"?: readonly {
    readonly relation: string;
    readonly when?: string;
    readonly areas: readonly string[];
  }[];
  readonly duties?: readonly DutyFile[];
  readonly lifecycle?: Readonly<Record<string, LifecycleFile>>;
  readonly examples?: readonly ExampleFile[];
  readonly sources: Readonly<Record<string, Source>>;
}

export interface VariantFile {
  readonly name: string;
  readonly kind?: string;
  readonly group?: string;
  readonly when: string;
  readonly model?: string;
  readonly aliases?: readonly string[];
  readonly areas?: AreasFile;
  /** Set where the file's lifecycles are unfolded; so is `due` of duties, and `lifecycle` of facts. */
  readonly from?: MilestoneRef;
}

export interface DutyFile {
  readonly id: string;
  readonly area: string;
  readonly kind?: string;
  readonly title: string;
  readonly when?: string;
  readonly check?: string;
  readonly fix?: string;
  readonly controls?: Readonly<Record<string, readonly string[]>>;
  readonly "also-known-as"?: Readonly<Record<string, readonly string[]>>;
  readonly source: string;
  readonly due?: MilestoneRef;
}

/** What has dates in a service, and what changes on them. */
export interface LifecycleFile {
  readonly about: string;
  readonly kind?: string;
  readonly when?: string;
  /** A file below lifecycle/, or several, each for the components of which its condition is true. */
  readonly product: string | readonly { readonly product: string; readonly when: string; readonly cycle?: string }[];
  /** CEL over facts: the version. */
  readonly cycle: string;
  /** What it says where no version is set. Without it, a component without a version has no dates. */
  readonly unset?: string;
  /** By the id of the variant that applies from a milestone on. */
  readonly changes?: Readonly<
    Record<
      string,
      {
        readonly at: string;
        readonly name: string;
        readonly when?: string;
        readonly aliases?: readonly string[];
        readonly areas: AreasFile;
      }
    >
  >;
  readonly duties?: readonly (Omit<DutyFile, "check" | "kind" | "due"> & { readonly by: string })[];
}

/** `lifecycle/PRODUCT.yaml`. */
export interface ProductFile {
  readonly product: string;
  readonly name: string;
  readonly source: Source;
  readonly via?: ViaFile;
  readonly versions: VersionMatch;
  readonly milestones: Readonly<
    Record<string, { readonly name: string; readonly about: string; readonly day?: "first" | "last" }>
  >;
  readonly cycles: readonly CycleFile[];
}

/** From where dates were carried over. */
export interface ViaFile {
  readonly name: string;
  readonly url: string;
  readonly license: string;
  readonly seen: string;
  /** By milestone: the field of a release there that has its date. */
  readonly fields?: Readonly<Record<string, ReleaseField>>;
  /** A regular expression of the names of releases that are no cycles here. */
  readonly except?: string;
}

export type ReleaseField = "eoasFrom" | "eolFrom" | "eoesFrom" | "discontinuedFrom";

/** A cycle with its dates by milestone. */
export interface CycleFile {
  readonly cycle: string;
  readonly also?: readonly string[];
  readonly released?: string;
  readonly [milestone: string]: string | readonly string[] | undefined;
}

export interface ExampleFile {
  readonly name: string;
  readonly "as-of"?: string;
  readonly terraform?: string;
  readonly cloudformation?: string;
  readonly kind?: string;
  readonly variants?: readonly string[];
  readonly holders?: Readonly<Record<string, string>>;
  readonly met?: readonly string[];
  readonly unmet?: readonly string[];
}

export interface ModelsFile {
  readonly models: readonly {
    readonly id: string;
    readonly name: string;
    readonly short: string;
    readonly summary: string;
    readonly source: string;
    readonly areas: AreasFile;
  }[];
  readonly sources: Readonly<Record<string, Source>>;
}

/** Parses one YAML file below catalog/. @throws js-yaml's YAMLException with the place. */
export function readYaml(path: string): unknown {
  return load(readFileSync(join(catalogRoot, path), "utf8"), { filename: path });
}

/** Paths of the service files below catalog/, sorted: `aws/ecs.yaml`. */
export function serviceFilePaths(providers: readonly string[]): readonly string[] {
  return providers.flatMap((provider) => yamlFiles(provider));
}

/** Files of products with dates: `lifecycle/aws-lambda.yaml`. */
export function productFilePaths(): readonly string[] {
  return yamlFiles("lifecycle");
}

/** By product. */
export function productFiles(): ReadonlyMap<string, ProductFile> {
  const files = productFilePaths().map((path) => readYaml(path) as ProductFile);
  return new Map(files.map((file) => [file.product, file]));
}

export function lensFilePaths(): readonly string[] {
  return yamlFiles("lenses");
}

/** Files of well-known modules: `modules/terraform-aws-modules/vpc.yaml`. */
export function moduleFilePaths(): readonly string[] {
  const root = join(catalogRoot, "modules");
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `modules/${entry.name}`)
    .sort()
    .flatMap(yamlFiles);
}

function yamlFiles(folder: string): readonly string[] {
  const root = join(catalogRoot, folder);
  try {
    return readdirSync(root)
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => relative(catalogRoot, join(root, name)).replaceAll("\\", "/"));
  } catch {
    return [];
  }
}
