/** A single file, or standard input, told by its content. */
import { basename, dirname, join, resolve } from "node:path";
import type { SourceTree } from "../read/source-tree.js";
import { decode, diskTree, readText } from "./disk-tree.js";
import { readStandardInput } from "./io.js";
import { type Readers, type Unit, withDisplayedFiles } from "./readers.js";
import { terraformName } from "./terraform-units.js";
import { UsageError } from "./usage-error.js";

const takes = "demarc reads *.tf, *.tofu and *.tf.json files, and CloudFormation or SAM templates in YAML or JSON.";

export async function fileUnit(path: string, readers: Readers): Promise<Unit> {
  const { text, reason } = readText(path);
  if (text === undefined) throw new UsageError(`The file ${path} cannot be read: ${reason}.`, takes);
  return unitOfText(path, text, readers);
}

/** @throws UsageError for a stream without content: in a pipe, whatever should have made it has failed. */
export async function standardInput(readers: Readers): Promise<Unit> {
  const bytes = readStandardInput();
  const text = decode(bytes);
  if (text.trim() === "") throw new UsageError("Standard input is empty.", takes);
  if (text.includes("\u0000")) throw new UsageError("Standard input is binary, not a configuration.", takes);
  return unitOfText("-", text, readers);
}

/** A single file, told by its content; its name only breaks ties. */
async function unitOfText(path: string, text: string, readers: Readers): Promise<Unit> {
  const { looksLikeCloudFormation } = await import("../read/cloudformation/detect.js");
  if (looksLikeCloudFormation(text)) return templateUnit(path, text, readers);
  const isJson = /^\s*[{[]/.test(text.replace(/^\uFEFF/, ""));
  if (isJson && !path.endsWith(".tf.json")) {
    if (/"(terraform_version|planned_values|format_version)"\s*:/.test(text.slice(0, 4000))) {
      throw new UsageError(
        `${path} is a Terraform plan or state, which demarc does not read yet.`,
        "Give the folder with the Terraform configuration.",
      );
    }
    if (/"(resource|module)"\s*:\s*[{[]/.test(text)) return terraformUnit(path, text, "main.tf.json", readers);
    throw new UsageError(`${path} is JSON, but neither Terraform nor a CloudFormation template.`, takes);
  }
  const isTerraform = terraformName.test(path) || looksLikeHcl(text);
  if (!isTerraform && (path !== "-" || /^[A-Za-z][\w-]*:(\s|$)/m.test(text))) {
    throw new UsageError(`${path} is neither a Terraform file nor a CloudFormation template.`, takes);
  }
  const name = terraformName.test(path) ? basename(path) : "main.tf";
  return terraformUnit(path, text, name, readers);
}

function looksLikeHcl(text: string): boolean {
  return /^\s*(resource|data|module|variable|output|locals|terraform|provider)\b[^\n]*\{/m.test(text);
}

function templateUnit(path: string, text: string, readers: Readers): Unit {
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

/** One file alone is the root module; the modules that it calls are read where they lie. */
function terraformUnit(path: string, text: string, name: string, readers: Readers): Unit {
  const disk = path === "-" ? undefined : diskTree(dirname(resolve(path)));
  const tree: SourceTree = {
    read: (wanted) => (wanted === name ? text : disk?.read(wanted)),
    list: (folder) => (folder === "" ? [name] : disk?.list(folder)),
    listAll: (folder) => disk?.listAll(folder),
  };
  const display = (inner: string): string => (inner === name ? path : join(dirname(path), inner));
  return { label: path, read: () => readers.terraform("", tree, display) };
}
