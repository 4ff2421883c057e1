/** Parses the Terraform files of a folder, once, and finds the folders of called modules. */
import type { Problem } from "../../../model/inventory.js";
import { surelySet, unknown } from "../../../model/value.js";
import { createLineIndex } from "../../line-index.js";
import { lostCharacter } from "../../lost-character.js";
import { joinPath, type SourceTree } from "../../source-tree.js";
import type { ModuleNames } from "../evaluate/scope.js";
import { parseHcl } from "../hcl/parse.js";
import { type BlockTypes, jsonBody } from "../json-syntax.js";
import { JsonError, parseJsonText } from "../json-text.js";
import { type Declarations, declarationsOf, type SourceFile } from "./declarations.js";
import { type FolderContent, type KeptFolders, keep } from "./kept-folders.js";
import { statementProblems } from "./statements.js";

export interface FolderReader {
  readonly declarations: (folder: string) => Declarations;
  /** The names of its Terraform files. */
  readonly namesIn: (folder: string) => readonly string[];
  readonly exists: (folder: string) => boolean;
  /** The folder of a module source as seen from a folder, or undefined where the source is not local. */
  readonly resolveModule: (source: string, folder: string, root: string, prefix: string) => string | undefined;
  /** The version of a call that `terraform init` has written down; undefined where it has not. */
  readonly installedVersion: (root: string, prefix: string) => string | undefined;
  readonly filesOf: (folder: string, root: string) => Pick<ModuleNames, "path" | "readFile" | "listFiles">;
  readonly parse: (path: string, text: string) => SourceFile;
  readonly problemAt: (
    file: SourceFile,
    offset: number,
    message: string,
    severity: Problem["severity"],
    hint?: string,
  ) => Problem;
}

/** What `terraform init` has written of a call into modules.json. */
interface Installed {
  readonly folder: string;
  readonly version: string | undefined;
}

export function createFolderReader(
  tree: SourceTree,
  display: (path: string) => string,
  problems: Problem[],
  jsonBlocks?: BlockTypes,
  kept?: KeptFolders,
): FolderReader {
  const parsed = new Map<string, Declarations>();
  let installed: ReadonlyMap<string, Installed> | undefined;

  function namesIn(folder: string): readonly string[] {
    return (tree.list(folder) ?? []).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name)).sort();
  }

  function declarations(folder: string): Declarations {
    const known = parsed.get(folder);
    if (known !== undefined) return known;
    const content = kept?.contents.get(folder) ?? readFolder(folder);
    parsed.set(folder, content.declarations);
    for (const problem of content.problems) problems.push(problem);
    return content.declarations;
  }

  function readFolder(folder: string): FolderContent {
    const names = new Set(namesIn(folder));
    // OpenTofu takes x.tofu instead of x.tf where both are there.
    const chosen = [...names].filter(
      (name) => !(/\.tf(\.json)?$/.test(name) && names.has(name.replace(/\.tf(\.json)?$/, ".tofu$1"))),
    );
    const told: Problem[] = [];
    let size = 0;
    const files = chosen.flatMap((name) => {
      const path = folder === "" ? name : `${folder}/${name}`;
      const text = tree.read(path);
      size += text?.length ?? 0;
      return text === undefined ? [] : [parseInto(told, path, text)];
    });
    const found = declarationsOf(files);
    for (const { declaration, what } of found.duplicates) {
      told.push(
        problemAt(
          declaration.file,
          declaration.block.start,
          `There are two blocks of ${what}; the first one counts.`,
          "error",
          "Rename or remove one of them.",
        ),
      );
    }
    for (const { file, offset, message, hint } of statementProblems(found))
      told.push(problemAt(file, offset, message, "error", hint));
    const content = { declarations: found, problems: told, size };
    if (kept !== undefined) keep(kept, folder, content);
    return content;
  }

  function parse(path: string, text: string): SourceFile {
    return parseInto(problems, path, text);
  }

  function parseInto(told: Problem[], path: string, text: string): SourceFile {
    const lost = lostCharacter(display(path), text);
    if (lost !== undefined) told.push(lost);
    if (path.endsWith(".json")) return parseJson(told, path, text);
    const { body, errors } = parseHcl(text);
    const file: SourceFile = { path: display(path), text, body, ...createLineIndex(text) };
    for (const error of errors) told.push(problemAt(file, error.offset, error.message, "error", error.hint));
    return file;
  }

  function parseJson(told: Problem[], path: string, text: string): SourceFile {
    const empty = { attributes: [], blocks: [] };
    const file: SourceFile = { path: display(path), text, body: empty, ...createLineIndex(text) };
    const report = (offset: number, message: string): void => {
      told.push(problemAt(file, offset, message, "error", "Correct the file, or leave it out."));
    };
    try {
      return { ...file, body: jsonBody(parseJsonText(text), report, jsonBlocks) };
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      report(error.offset, error.message);
      return file;
    }
  }

  function problemAt(
    file: SourceFile,
    offset: number,
    message: string,
    severity: Problem["severity"],
    hint?: string,
  ): Problem {
    const at = file.positionOf(offset);
    return {
      severity,
      file: file.path,
      line: at.line,
      column: at.column,
      excerpt: at.excerpt,
      caret: at.caret,
      message,
      hint,
    };
  }

  function resolveModule(source: string, folder: string, root: string, prefix: string): string | undefined {
    if (/^\.\.?(\/|$)/.test(source)) return joinPath(folder, source) ?? "..";
    return installedAt(root, prefix)?.folder;
  }

  function installedAt(root: string, prefix: string): Installed | undefined {
    installed ??= installedModules(root);
    // modules.json names calls by their path without instance keys: `shop.db` for module.shop["eu"].module.db.
    const parts = prefix.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "").split(".");
    return installed.get(parts.filter((_, at) => at % 2 === 1).join("."));
  }

  function installedModules(root: string): ReadonlyMap<string, Installed> {
    const text = tree.read(root === "" ? ".terraform/modules/modules.json" : `${root}/.terraform/modules/modules.json`);
    if (text === undefined) return new Map();
    try {
      const { Modules: modules = [] } = JSON.parse(text) as {
        Modules?: readonly { Key?: string; Dir?: string; Version?: string }[];
      };
      return new Map(
        modules.flatMap(({ Key: key, Dir: dir, Version: version }): [string, Installed][] => {
          const folder = dir === undefined ? undefined : joinPath(root, dir);
          return key === undefined || folder === undefined ? [] : [[key, { folder, version }]];
        }),
      );
    } catch {
      return new Map();
    }
  }

  function filesOf(folder: string, root: string): Pick<ModuleNames, "path" | "readFile" | "listFiles"> {
    // Paths are relative to the root folder, as Terraform's are; a module's own files are found through path.module.
    const fromRoot = (path: string): string | undefined => joinPath(root, path);
    return {
      path: (name) => {
        if (name === "module") return relativePath(root, folder);
        return name === "root" ? "." : surelySet(unknown(`path.${name} is known only when Terraform runs`));
      },
      readFile: (path) => {
        const full = fromRoot(path);
        return full === undefined ? undefined : tree.read(full);
      },
      listFiles: (path) => {
        const full = fromRoot(path);
        return full === undefined ? undefined : tree.listAll(full);
      },
    };
  }

  return {
    declarations,
    namesIn,
    exists: (folder) => namesIn(folder).length > 0,
    resolveModule,
    installedVersion: (root, prefix) => installedAt(root, prefix)?.version,
    filesOf,
    parse,
    problemAt,
  };
}

function relativePath(from: string, to: string): string {
  const a = from === "" ? [] : from.split("/");
  const b = to === "" ? [] : to.split("/");
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  return [...new Array<string>(a.length - same).fill(".."), ...b.slice(same)].join("/") || ".";
}
