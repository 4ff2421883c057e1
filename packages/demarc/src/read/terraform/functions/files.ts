/** Terraform's functions on files. They read only inside the root folder, through the module; elsewhere the content is unknown. */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { isMap, unknown, type Value } from "../../../model/value.js";
import { toSet } from "../evaluate/conversion.js";
import { evaluate } from "../evaluate/expression.js";
import type { ModuleNames, Names, Scope } from "../evaluate/scope.js";
import { EvaluationError, Undecided } from "../evaluate/value-tools.js";
import { parseHclTemplate } from "../hcl/parse.js";
import type { FunctionTable } from "./call.js";
import { asText, outer, whole } from "./define.js";

export const files: FunctionTable = {
  abspath: whole(1, 1, ([path]) =>
    asText(path).startsWith("/")
      ? cleaned(asText(path))
      : unknown("an absolute path of the machine that runs Terraform"),
  ),
  basename: whole(1, 1, ([path]) => posix.basename(asText(path)) || (asText(path).startsWith("/") ? "/" : ".")),
  dirname: whole(1, 1, ([path]) => cleaned(asText(path).slice(0, asText(path).lastIndexOf("/") + 1))),
  file: whole(1, 1, ([path], module) => content(asText(path), module, (body) => body)),
  filebase64: whole(1, 1, ([path], module) =>
    content(asText(path), module, (body) => Buffer.from(body, "utf8").toString("base64")),
  ),
  filebase64sha256: digest("sha256", "base64"),
  filebase64sha512: digest("sha512", "base64"),
  fileexists: whole(1, 1, ([path], module) => exists(asText(path), module)),
  filemd5: digest("md5", "hex"),
  fileset: whole(2, 2, ([folder, pattern], module) => fileSet(asText(folder), asText(pattern), module)),
  filesha1: digest("sha1", "hex"),
  filesha256: digest("sha256", "hex"),
  filesha512: digest("sha512", "hex"),
  pathexpand: whole(1, 1, ([path]) => (asText(path).startsWith("~") ? unknown("a home folder") : asText(path))),
  templatefile: outer(2, 2, ([path, variables], module) =>
    withContent(asText(path), module, (body) => render(body, variables as Value, module)),
  ),
  templatestring: outer(2, 2, ([template, variables], module) => render(asText(template), variables as Value, module)),
};

function digest(algorithm: string, encoding: "hex" | "base64") {
  return whole(1, 1, ([path]: readonly Value[], module: ModuleNames) =>
    content(asText(path), module, (body) => createHash(algorithm).update(body, "utf8").digest(encoding)),
  );
}

/** Of a file that is no text, the bytes are not known: it was read as text. */
function content(path: string, module: ModuleNames, make: (body: string) => Value): Value {
  return withContent(path, module, (body) =>
    body.includes("\uFFFD") ? unknown(`the bytes of ${path}, which is no text`) : make(body),
  );
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
  return toSet(names.filter((name) => matches(name)));
}

/** @throws Undecided for a pattern that is none, or has classes of characters */
function globMatcher(pattern: string): (name: string) => boolean {
  if (/[[\]]/.test(pattern)) throw new Undecided("a pattern of fileset() with a class of characters");
  const body = globSource(pattern.replace(/[.+^$()|\\]/g, "\\$&"));
  try {
    const expression = new RegExp(`^${body}$`);
    return (name) => expression.test(name);
  } catch {
    throw new Undecided("a pattern of fileset() that is none");
  }
}

function globSource(escaped: string): string {
  return escaped.replace(/\*\*\/|\*\*|\*|\?|\{([^}]*)\}/g, (token, options: string | undefined) => {
    if (token === "**/") return "(?:[^/]+/)*";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    return `(?:${(options ?? "").split(",").map(globSource).join("|")})`;
  });
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
