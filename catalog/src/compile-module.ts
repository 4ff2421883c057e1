/** Compiles a file of a well-known module: sections that are left out are empty, names as the data has them. */
import type { ModuleBody, ModuleCall, ModuleExpression, ModuleFacts, ModuleResource } from "./types.js";

export interface ModuleFile
  extends Pick<ModuleFacts, "module" | "versions" | "source">,
    Partial<Pick<ModuleFacts, "complete" | "variables" | "required" | "types" | "locals" | "outputs">> {
  readonly "non-nullable"?: readonly string[];
  readonly "without-effect"?: readonly string[];
  readonly resources?: Readonly<Record<string, ResourceFile | null>>;
  readonly modules?: Readonly<Record<string, CallFile>>;
}

interface ResourceFile {
  readonly count?: ModuleExpression;
  readonly "for-each"?: ModuleExpression;
  readonly set?: ModuleBody;
  readonly unset?: readonly string[] | "rest";
}

interface CallFile {
  readonly source: string;
  readonly version?: string;
  readonly count?: ModuleExpression;
  readonly "for-each"?: ModuleExpression;
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
    locals: file.locals ?? {},
    resources: mapped(file.resources ?? {}, resourceOf),
    calls: mapped(file.modules ?? {}, callOf),
    outputs: file.outputs ?? {},
  };
}

/** `aws_x.y:` with nothing behind it is a resource of which only its existence is told. */
function resourceOf(file: ResourceFile | null): ModuleResource {
  const { count, "for-each": forEach, set = {}, unset = [] } = file ?? {};
  return { count, forEach, set, unset };
}

function callOf({ source, version, count, "for-each": forEach, inputs = {} }: CallFile): ModuleCall {
  return { source, version, count, forEach, inputs };
}

function mapped<A, B>(map: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
