/** Terraform's functions on files. They read only inside the root folder, through the module; elsewhere the content is unknown. */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { isMap, unknown, type Value } from "../../../model/value.js";
import { evaluate } from "../evaluate/expression.js";
import type { ModuleNames, Names, Scope } from "../evaluate/scope.js";
import { EvaluationError, textOf } from "../evaluate/value-tools.js";
import { parseHclTemplate } from "../hcl/parse.js";
import type { FunctionTable } from "./call.js";
import { any, outer, whole } from "./define.js";

const text = (value: Value | undefined): string => textOf(value ?? null);

export const files: FunctionTable = {
  abspath: whole(1, 1, ([path]) =>
    text(path).startsWith("/") ? cleaned(text(path)) : unknown("an absolute path of the machine that runs Terraform"),
  ),
  basename: whole(1, 1, ([path]) => posix.basename(text(path)) || (text(path).startsWith("/") ? "/" : ".")),
  dirname: whole(1, 1, ([path]) => cleaned(text(path).slice(0, text(path).lastIndexOf("/") + 1))),
  file: whole(1, 1, ([path], module) => content(text(path), module, (body) => body)),
  filebase64: whole(1, 1, ([path], module) =>
    content(text(path), module, (body) => Buffer.from(body, "utf8").toString("base64")),
  ),
  filebase64sha256: digest("sha256", "base64"),
  filebase64sha512: digest("sha512", "base64"),
  fileexists: whole(1, 1, ([path], module) => exists(text(path), module)),
  filemd5: digest("md5", "hex"),
  fileset: whole(2, 2, ([folder, pattern], module) => fileSet(text(folder), text(pattern), module)),
  filesha1: digest("sha1", "hex"),
  filesha256: digest("sha256", "hex"),
  filesha512: digest("sha512", "hex"),
  pathexpand: whole(1, 1, ([path]) => (text(path).startsWith("~") ? unknown("a home folder") : text(path))),
  templatefile: outer(2, 2, ([path, variables], module) =>
    withContent(text(path), module, (body) => render(body, variables as Value, module)),
  ),
  templatestring: any(2, 2, ([template, variables], module) => render(text(template), variables as Value, module)),
};

function digest(algorithm: string, encoding: "hex" | "base64") {
  return whole(1, 1, ([path]: readonly Value[], module: ModuleNames) =>
    content(text(path), module, (body) => createHash(algorithm).update(body, "utf8").digest(encoding)),
  );
}

function content(path: string, module: ModuleNames, make: (body: string) => Value): Value {
  return withContent(path, module, make);
}

function withContent(path: string, module: ModuleNames, make: (body: string) => Value): Value {
  const body = module.readFile(path);
  return body === undefined ? unknown(`the file ${path} is not among the files that were read`) : make(body);
}

/** A file that is not there may be made before Terraform runs, so its absence is not certain. */
function exists(path: string, module: ModuleNames): Value {
  return module.readFile(path) === undefined ? unknown(`whether the file ${path} exists`) : true;
}

function fileSet(folder: string, pattern: string, module: ModuleNames): Value {
  const names = module.listFiles(folder);
  if (names === undefined) return unknown(`the files in ${folder} are not known`);
  const matches = globMatcher(pattern);
  return names.filter((name) => matches(name)).sort();
}

function globMatcher(pattern: string): (name: string) => boolean {
  const body = pattern
    .replace(/[.+^$()|\\]/g, "\\$&")
    .replace(/\*\*\/|\*\*|\*|\?|\{([^}]*)\}/g, (token, options: string | undefined) => {
      if (token === "**/") return "(?:[^/]+/)*";
      if (token === "**") return ".*";
      if (token === "*") return "[^/]*";
      if (token === "?") return "[^/]";
      return `(?:${(options ?? "").split(",").join("|")})`;
    });
  const expression = new RegExp(`^${body}$`);
  return (name) => expression.test(name);
}

/** A path as short as it can be, without a slash at its end, as Go writes it. */
function cleaned(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}

function render(template: string, variables: Value, module: ModuleNames): Value {
  if (!isMap(variables)) throw new EvaluationError("the variables of a template are a map");
  const { expression, errors } = parseHclTemplate(template);
  if (errors.length > 0) throw new EvaluationError("the template has a syntax error");
  let names: Names | undefined;
  for (const name of Object.keys(variables))
    names = { name, value: variables[name] as Value, references: [], outer: names };
  const scope: Scope = { module, names };
  return evaluate(expression, scope);
}
