/** What one module folder declares: its blocks, sorted by what they are, override files laid over. */
import type { LineIndex } from "../../line-index.js";
import type { Attribute, Block, Body, Expression } from "../hcl/ast.js";

export interface SourceFile extends LineIndex {
  /** As given by the user. */
  readonly path: string;
  readonly text: string;
  readonly body: Body;
}

export interface BlockDeclaration {
  readonly file: SourceFile;
  readonly block: Block;
}

export interface ResourceDeclaration extends BlockDeclaration {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
}

export interface Declarations {
  readonly variables: ReadonlyMap<string, BlockDeclaration>;
  readonly locals: ReadonlyMap<string, { readonly file: SourceFile; readonly attribute: Attribute }>;
  readonly outputs: ReadonlyMap<string, BlockDeclaration>;
  readonly modules: ReadonlyMap<string, BlockDeclaration>;
  /** By `type.name`, data sources by `data.type.name`, ephemeral ones by `ephemeral.type.name`. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly imports: readonly BlockDeclaration[];
  readonly removed: readonly BlockDeclaration[];
  readonly duplicates: readonly { readonly declaration: BlockDeclaration; readonly what: string }[];
}

export function declarationsOf(files: readonly SourceFile[]): Declarations {
  const variables = new Map<string, BlockDeclaration>();
  const locals = new Map<string, { file: SourceFile; attribute: Attribute }>();
  const outputs = new Map<string, BlockDeclaration>();
  const modules = new Map<string, BlockDeclaration>();
  const resources = new Map<string, ResourceDeclaration>();
  const imports: BlockDeclaration[] = [];
  const removed: BlockDeclaration[] = [];
  const duplicates: { declaration: BlockDeclaration; what: string }[] = [];

  function add<T extends BlockDeclaration>(
    map: Map<string, T>,
    key: string,
    declaration: T,
    isOverride: boolean,
  ): void {
    const existing = map.get(key);
    if (existing === undefined) map.set(key, declaration);
    else if (isOverride) map.set(key, { ...existing, block: overridden(existing.block, declaration.block) });
    else duplicates.push({ declaration, what: `${declaration.block.type} ${key}` });
  }

  function addLookup(file: SourceFile, block: Block, isOverride: boolean): void {
    const [type = "", name = ""] = block.labels;
    add(resources, `${block.type}.${type}.${name}`, { file, block, mode: "data", type, name }, isOverride);
  }

  const ordered = [...files].sort((a, b) => Number(isOverrideFile(a.path)) - Number(isOverrideFile(b.path)));
  for (const file of ordered) {
    const isOverride = isOverrideFile(file.path);
    for (const block of file.body.blocks) {
      const [first = "", second = ""] = block.labels;
      switch (block.type) {
        case "variable":
          add(variables, first, { file, block }, isOverride);
          break;
        case "output":
          add(outputs, first, { file, block }, isOverride);
          break;
        case "module":
          add(modules, first, { file, block }, isOverride);
          break;
        case "locals":
          for (const attribute of block.body.attributes) locals.set(attribute.name, { file, attribute });
          break;
        case "resource":
          add(resources, `${first}.${second}`, { file, block, mode: "managed", type: first, name: second }, isOverride);
          break;
        case "data":
        case "ephemeral":
          addLookup(file, block, isOverride);
          break;
        case "check":
          // A check may look up a data source of its own.
          for (const inner of block.body.blocks) if (inner.type === "data") addLookup(file, inner, isOverride);
          break;
        case "import":
          imports.push({ file, block });
          break;
        case "removed":
          removed.push({ file, block });
          break;
      }
    }
  }
  return { variables, locals, outputs, modules, resources, imports, removed, duplicates };
}

function isOverrideFile(path: string): boolean {
  return /(^|[/\\_])override\.(tf|tofu)(\.json)?$/.test(path);
}

/** An override replaces attributes by name, and all nested blocks of a type by its own. */
function overridden(base: Block, by: Block): Block {
  const names = new Set(by.body.attributes.map((attribute) => attribute.name));
  const types = new Set(by.body.blocks.map(nameOf));
  return {
    ...base,
    body: {
      attributes: [...base.body.attributes.filter((attribute) => !names.has(attribute.name)), ...by.body.attributes],
      blocks: [...base.body.blocks.filter((block) => !types.has(nameOf(block))), ...by.body.blocks],
    },
  };
}

/** What a nested block is a block of, whether written out or made by `dynamic`. */
export function nameOf(block: Block): string {
  return block.type === "dynamic" ? (block.labels[0] ?? "") : block.type;
}

export function attributeIn(body: Body, name: string): Expression | undefined {
  return body.attributes.find((attribute) => attribute.name === name)?.value;
}
