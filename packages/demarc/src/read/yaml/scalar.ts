/** What a scalar means: text, number, boolean or nothing. */

/** `yaml-1.1`: `yes`, `no`, `on` and `off` are booleans, as CloudFormation and Kubernetes read them. */
export type YamlVersion = "yaml-1.1" | "yaml-1.2";

/**
 * The meaning of a plain (unquoted) scalar. A number is one only where it can be written back as it stands:
 * account ids with leading zeros, `1.10` and numbers too long for a double stay texts, for their digits matter.
 */
export function plainScalar(text: string, version: YamlVersion): string | number | boolean | null {
  const first = text.charCodeAt(0);
  if (isDigit(first) || first === 45 /* - */) return numberOr(text);
  if (text.length > 5) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (version === "yaml-1.1") return WORDS_OF_1_1.get(text) ?? text;
  return text;
}

/** The meaning of a scalar with a standard tag (`!!str`, `!!int`, …), given without the marks. */
export function taggedScalar(text: string, tag: string, version: YamlVersion): string | number | boolean | null {
  switch (tag) {
    case "int":
    case "float":
      return numberOr(text);
    case "bool":
    case "null":
      return plainScalar(text, version);
    default:
      return text;
  }
}

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[-+][0-9]+)?$/;

function numberOr(text: string): string | number {
  if (text.length > 24 || !NUMBER.test(text)) return text;
  const number = Number(text);
  return String(number) === text ? number : text;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

const WORDS_OF_1_1: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["Yes", true],
  ["YES", true],
  ["on", true],
  ["On", true],
  ["ON", true],
  ["no", false],
  ["No", false],
  ["NO", false],
  ["off", false],
  ["Off", false],
  ["OFF", false],
]);
