/** A single file, or standard input, told by its content. */
import { basename, dirname, join, resolve } from "node:path";
import type { SourceTree } from "../read/source-tree.js";
import { decode, diskTree, readText } from "./disk-tree.js";
import { readStandardInput } from "./io.js";
import { type Readers, type Unit, withDisplayedFiles } from "./readers.js";
import { terraformName } from "./units-in-folder.js";
import { UsageError } from "./usage-error.js";

export async function fileUnit(path: string, readers: Readers): Promise<Unit> {
  const text = readText(path);
  if (text === undefined) throw new UsageError(`The file ${path} cannot be read as text.`);
  return unitOfText(path, text, readers);
}

export function standardInput(readers: Readers): Unit {
  return { label: "-", read: async () => (await unitOfText("-", decode(readStandardInput()), readers)).read() };
}

/** A single file, told by its content; its name only breaks ties. */
async function unitOfText(path: string, text: string, readers: Readers): Promise<Unit> {
  if (text.includes("\u0000")) {
    throw new UsageError(
      `${path} is a binary file, not a configuration.`,
      "Give a Terraform file, a CloudFormation template, or a folder with them.",
    );
  }
  const { looksLikeCloudFormation } = await import("../read/cloudformation/detect.js");
  if (looksLikeCloudFormation(text)) {
    const folder = path === "-" ? undefined : diskTree(dirname(resolve(path)));
    const name = path === "-" ? "-" : basename(path);
    return {
      label: path,
      read: async () => {
        const inventory = await readers.cloudFormation(name, text, (inner) => folder?.read(inner));
        return withDisplayedFiles(inventory, (inner) => (path === "-" ? "-" : join(dirname(path), inner)));
      },
    };
  }
  const isJson = /^\s*[{[]/.test(text.replace(/^\uFEFF/, ""));
  if (isJson && !path.endsWith(".tf.json")) {
    if (/"(terraform_version|planned_values|format_version)"\s*:/.test(text.slice(0, 4000))) {
      throw new UsageError(
        `${path} is a Terraform plan or state, which demarc does not read yet.`,
        "Give the folder with the Terraform configuration.",
      );
    }
    throw new UsageError(
      `${path} is JSON, but no CloudFormation template: it has no map "Resources" whose entries have a "Type".`,
    );
  }
  if (/\.ya?ml$/.test(path)) {
    throw new UsageError(
      `${path} is no CloudFormation template: it has no map "Resources" whose entries have a "Type".`,
    );
  }
  if (path !== "-" && !terraformName.test(path) && !looksLikeHcl(text)) {
    throw new UsageError(
      `${path} is neither a Terraform file nor a CloudFormation template.`,
      "demarc reads *.tf, *.tofu and *.tf.json files, and CloudFormation or SAM templates in YAML or JSON.",
    );
  }
  return { label: path, read: () => readers.terraform("", singleFile(path, text), () => path) };
}

function looksLikeHcl(text: string): boolean {
  return /^\s*(resource|data|module|variable|output|locals|terraform|provider)\b[^\n]*\{/m.test(text);
}

/** One file alone: what lies beside it was not given. */
function singleFile(path: string, text: string): SourceTree {
  const name = path === "-" ? "main.tf" : terraformName.test(path) ? basename(path) : `${basename(path)}.tf`;
  return {
    read: (wanted) => (wanted === name ? text : undefined),
    list: (folder) => (folder === "" ? [name] : undefined),
    listAll: () => undefined,
  };
}
