/** Compiles a file of a well-known module: sections that are left out are empty, names as the data has them. */
import type { Constant, ModuleBody, ModuleCall, ModuleExpression, ModuleFacts, ModuleResource } from "./types.js";

export interface ModuleFile
  extends Pick<ModuleFacts, "module" | "versions" | "source">,
    Partial<Pick<ModuleFacts, "complete" | "variables" | "required" | "types" | "untold" | "locals" | "outputs">> {
  readonly "non-nullable"?: readonly string[];
  /** Only the comparison with the real code asks for it. */
  readonly "long-defaults"?: readonly string[];
  readonly "without-effect"?: readonly string[];
  readonly resources?: Readonly<Record<string, ResourceFile | null>>;
  readonly modules?: Readonly<Record<string, CallFile>>;
  readonly examples?: readonly ModuleExample[];
}

/** A call, and how many resources of which type it makes. Its files' tests, and where the comparison with the real code begins. */
export interface ModuleExample {
  readonly name: string;
  readonly inputs?: Readonly<Record<string, ModuleExpression>>;
  /** What stands before the call: resources that inputs refer to, in Terraform's language. */
  readonly given?: string;
  readonly creates: Readonly<Record<string, number>>;
  /** `type.name[0].attribute` → the value that it has there, `untold` for one that is not known. */
  readonly sets?: Readonly<Record<string, Constant>>;
}

interface CopiesFile {
  /** Short for `count`: one where it is true, else none. */
  readonly when?: ModuleExpression;
  readonly count?: ModuleExpression;
  readonly "for-each"?: ModuleExpression;
}

interface ResourceFile extends CopiesFile {
  readonly set?: ModuleBody;
  readonly unset?: readonly string[] | "rest";
  readonly untold?: readonly string[];
}

interface CallFile extends CopiesFile {
  readonly source: string;
  readonly version?: string;
  readonly inputs?: Readonly<Record<string, ModuleExpression>>;
}

export function compileModule(file: ModuleFile): ModuleFacts {
  return {
    module: file.module,
    versions: file.versions,
    source: file.source,
    complete: file.complete ?? false,
    variables: file.variables ?? {},
    required: file.required ?? [],
    types: file.types ?? {},
    nonNullable: file["non-nullable"] ?? [],
    withoutEffect: file["without-effect"] ?? [],
    untold: file.untold ?? [],
    locals: file.locals ?? {},
    resources: mapped(file.resources ?? {}, resourceOf),
    calls: mapped(file.modules ?? {}, callOf),
    outputs: file.outputs ?? {},
  };
}

/** `aws_x.y:` with nothing behind it is a resource of which only its existence is told. */
function resourceOf(file: ResourceFile | null): ModuleResource {
  const { set = {}, unset = [], untold = [] } = file ?? {};
  return { ...copiesOf(file ?? {}), set, unset, untold };
}

function callOf({ source, version, inputs = {}, ...copies }: CallFile): ModuleCall {
  return { source, version, ...copiesOf(copies), inputs };
}

function copiesOf({ when, count, "for-each": forEach }: CopiesFile): Pick<ModuleResource, "count" | "forEach"> {
  return { count: when === undefined ? count : `(${String(when)}) ? 1 : 0`, forEach };
}

function mapped<A, B>(map: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
