/** Tells a CloudFormation template from other YAML and JSON, by its content. */

/** True for CloudFormation and SAM templates. Cheap enough to be asked of every file of a tree; never throws. */
export function looksLikeCloudFormation(text: string): boolean {
  if (!HINTS.some((hint) => text.includes(hint))) return false;
  const isBraced = /^\uFEFF?\s*[{]/.test(text.slice(0, 1000));
  return (isBraced ? isJsonTemplate(text) : isYamlTemplate(text)) || isFlowTemplate(text);
}

/** YAML that writes its maps in braces and its names without quotes, all on one line if it likes. */
function isFlowTemplate(text: string): boolean {
  const start = /^\uFEFF?\s*(?:\{[^{}]{0,500})?["']?Resources["']?\s*:\s*\{/m.exec(text);
  if (start === null) return false;
  const body = text.slice(start.index + start[0].length, start.index + start[0].length + 5000);
  return /^\s*["']?[A-Za-z0-9]+["']?\s*:\s*\{[^{}]{0,500}?["']?Type["']?\s*:\s*["']?(AWS|Alexa|Custom)::/.test(body);
}

const HINTS = ["AWSTemplateFormatVersion", "Resources", "AWS::Serverless-"];
const TYPE_NAME = /^[A-Za-z0-9]+::[A-Za-z0-9:@_-]+$/;

/** Lines are enough: the root's keys are those with the smallest indentation. */
function isYamlTemplate(text: string): boolean {
  const root = rootIndent(text);
  if (root === undefined) return false;
  if (keyAt(root, "AWSTemplateFormatVersion").test(text)) return true;
  const resources = keyAt(root, "Resources").exec(text);
  const transform = keyAt(root, "Transform").exec(text);
  if (transform !== null && (resources !== null || keyAt(root, "Globals").test(text))) {
    const written = text.slice(transform.index, transform.index + 2000);
    if (/^[^\n]*(?:\n[ \t]*-[^\n]*){0,20}/.exec(written)?.[0].includes("AWS::Serverless-")) return true;
  }
  return resources !== null && hasTypedEntry(text, resources.index + resources[0].length, root.length);
}

/** The blanks before the first key. */
function rootIndent(text: string): string | undefined {
  const line = /^(?:\uFEFF)?(?:[ \t]*(?:#[^\n]*|---[^\n]*|%[^\n]*)?\r?\n)*([ ]*)(?=[^\s#])/.exec(text.slice(0, 20_000));
  return line?.[1];
}

function keyAt(indent: string, key: string): RegExp {
  return new RegExp(`^\\uFEFF?${indent}["']?${key}["']?[ \\t]*:`, "m");
}

/** Whether one of the entries below has a `Type` that looks like `AWS::S3::Bucket`. */
function hasTypedEntry(text: string, from: number, rootIndent: number): boolean {
  let entryIndent = -1;
  let at = text.indexOf("\n", from);
  while (at !== -1) {
    const end = text.indexOf("\n", at + 1);
    const line = text.slice(at + 1, end === -1 ? text.length : end);
    at = end;
    const content = line.trimStart();
    if (content === "" || content.startsWith("#")) continue;
    const indent = line.length - content.length;
    if (indent <= rootIndent) return false;
    if (entryIndent === -1) entryIndent = indent;
    const type = indent > entryIndent ? /^["']?Type["']?[ \t]*:[ \t]*["']?([^\s"'#]+)/.exec(content) : null;
    if (type?.[1] !== undefined && TYPE_NAME.test(type[1])) return true;
    if (indent === entryIndent && /[{,]\s*["']?Type["']?\s*:\s*["']?[A-Za-z0-9]+::/.test(content)) return true;
  }
  return false;
}

/** Reads the keys of the root and of the entries of Resources, and skips the rest. */
function isJsonTemplate(text: string): boolean {
  const keys: string[] = [];
  let depth = 0;
  let last = "";
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) {
      keys[depth] = last;
      depth++;
      last = "";
    } else if (code === 125 || code === 93) depth--;
    else if (code === 34) {
      const end = endOfString(text, at);
      if (depth <= 3) {
        const word = text.slice(at + 1, end);
        if (isKey(text, end)) {
          last = word;
          if (depth === 1 && word === "AWSTemplateFormatVersion") return true;
        } else if (depth === 3 && last === "Type" && keys[1] === "Resources" && TYPE_NAME.test(word)) return true;
      }
      at = end;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
  return slashes % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return text.charCodeAt(at) === 58;
}
