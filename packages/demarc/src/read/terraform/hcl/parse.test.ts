// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL's templates look like JavaScript's
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineIndex } from "../../line-index.js";
import type { Expression } from "./ast.js";
import { parseHcl, parseHclExpression, parseHclTemplate } from "./parse.js";

/** An expression in as few characters as show its structure: every operation in parentheses, every step spelt out. */
function shape(expression: Expression): string {
  const all = (expressions: readonly Expression[]) => expressions.map(shape).join(" ");
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "template":
      return `${expression.wrapped ? "wrapped" : "template"}<${all(expression.parts)}>`;
    case "variable":
      return expression.name;
    case "get":
      return `${shape(expression.from)}.${expression.name}`;
    case "index":
      return `${shape(expression.from)}[${shape(expression.key)}]`;
    case "splat":
      return `${shape(expression.from)}${expression.full ? "[*]" : ".*"}{${shape(expression.each)}}`;
    case "splat-item":
      return "item";
    case "call":
      return `${expression.name}(${all(expression.args)}${expression.expand ? "..." : ""})`;
    case "binary":
      return `(${shape(expression.left)} ${expression.operator} ${shape(expression.right)})`;
    case "unary":
      return `(${expression.operator}${shape(expression.operand)})`;
    case "conditional":
      return `(${shape(expression.condition)} ? ${shape(expression.then)} : ${shape(expression.else)})`;
    case "tuple":
      return `[${all(expression.items)}]`;
    case "object":
      return `{${expression.items.map(({ key, value }) => `${shape(key)}=${shape(value)}`).join(" ")}}`;
    case "for": {
      const { keyVariable, valueVariable, collection, key, value, grouped, condition } = expression;
      const head = [keyVariable, valueVariable].filter(Boolean).join(",");
      const result = `${key === undefined ? "" : `${shape(key)}=>`}${shape(value)}${grouped ? "..." : ""}`;
      return `for<${head} in ${shape(collection)}: ${result}${condition === undefined ? "" : ` if ${shape(condition)}`}>`;
    }
    case "parentheses":
      return `paren<${shape(expression.inner)}>`;
    case "template-if":
      return `if<${shape(expression.condition)}: ${all(expression.then)} else ${all(expression.else)}>`;
    case "template-for": {
      const head = [expression.keyVariable, expression.valueVariable].filter(Boolean).join(",");
      return `each<${head} in ${shape(expression.collection)}: ${all(expression.parts)}>`;
    }
  }
}

function shapeOf(source: string): string {
  const { expression, errors } = parseHclExpression(source);
  expect(errors).toEqual([]);
  return shape(expression);
}

function shapeOfTemplate(source: string): string {
  const { expression, errors } = parseHclTemplate(source);
  expect(errors).toEqual([]);
  return shape(expression);
}

/** `line:column message` of each error. */
function errorsOf(source: string): string[] {
  return parseHcl(source).errors.map(({ offset, message }) => {
    const { line, column } = createLineIndex(source).positionOf(offset);
    return `${line}:${column} ${message}`;
  });
}

describe("a body", () => {
  test("keeps names, labels and where everything stands", () => {
    const source = 'region = "eu"\nresource "aws_s3_bucket" logs {\n  bucket = var.name # why\n}\n';
    const { body, errors } = parseHcl(source);
    expect(errors).toEqual([]);
    const [region] = body.attributes;
    const [bucket] = body.blocks;
    expect(region).toEqual({
      start: 0,
      end: 13,
      name: "region",
      value: { kind: "literal", start: 9, end: 13, value: "eu" },
    });
    expect(bucket).toMatchObject({ type: "resource", labels: ["aws_s3_bucket", "logs"], start: 14 });
    expect(source.slice(bucket?.start, bucket?.end)).toMatch(/^resource.*}$/s);
    const value = bucket?.body.attributes[0]?.value;
    expect(source.slice(value?.start, value?.end)).toBe("var.name");
  });

  test("reads the same with a byte order mark, CRLF and comments of all three kinds", () => {
    const source = "\ufeff# one\r\na = 1 // two\r\n/* three\r\n */ b { c = 2 }\r\n";
    const { body, errors } = parseHcl(source);
    expect(errors).toEqual([]);
    expect(body.attributes.map(({ name }) => name)).toEqual(["a"]);
    expect(body.blocks[0]?.body.attributes.map(({ name }) => name)).toEqual(["c"]);
  });

  test("takes any name, even one that JavaScript objects have a use for", () => {
    const { body, errors } = parseHcl("__proto__ = 1\nconstructor {\n  été-名 = 2\n}\n");
    expect(errors).toEqual([]);
    expect(body.attributes[0]?.name).toBe("__proto__");
    expect(body.blocks[0]?.body.attributes[0]?.name).toBe("été-名");
  });

  test("keeps the first of two arguments of one name, and says so", () => {
    const source = `${Array.from({ length: 30 }, (_, index) => `a${index} = 0\n`).join("")}a29 = 1\na3 = 1\n`;
    expect(parseHcl(source).body.attributes).toHaveLength(30);
    expect(errorsOf(source)).toEqual(["31:1 The argument a29 is set already.", "32:1 The argument a3 is set already."]);
  });
});

describe("an expression", () => {
  test.each([
    ["a || b && c == d < e + f * -g", "(a || (b && (c == (d < (e + (f * (-g)))))))"],
    ["a - b - c * d / e % f", "((a - b) - (((c * d) / e) % f))"],
    ["!a.b == -c[0] + 1", "((!a.b) == ((-c[0]) + 1))"],
    ["a ? b : c ? d : e", "(a ? b : (c ? d : e))"],
    ["(a +\n b)", "paren<(a + b)>"],
  ])("groups %s by precedence", (source, expected) => {
    expect(shapeOf(source)).toBe(expected);
  });

  test.each([
    ['a.b[c].d["e"].0', 'a.b[c].d["e"][0]'],
    ["a[*].b[0].c", "a[*]{item.b[0].c}"],
    ["a.*.b.0.c[1]", "a.*{item.b[0].c}[1]"],
    ["a[*].b[*].c", "a[*]{item.b[*]{item.c}}"],
    ["f(a, [b,], c...)", "f(a [b] c...)"],
    ["provider::aws::arn_parse(x).region", "provider::aws::arn_parse(x).region"],
    ['{ a = 1, "b" : 2\n (c) = 3, 4 = true, null = null }', '{"a"=1 "b"=2 paren<c>=3 4=true "null"=null}'],
    ['[for k, v in m : "${k}" if v != null]', "for<k,v in m: wrapped<k> if (v != null)>"],
    ["{ for s in list : s.id => s... }", "for<s in list: s.id=>s...>"],
    ["[1.5e3, 007, 1e-2]", "[1500 7 0.01]"],
  ])("reads %s", (source, expected) => {
    expect(shapeOf(source)).toBe(expected);
  });
});

describe("a template", () => {
  test.each([
    ['""', '""'],
    ['"a $b $$ 100%"', '"a $b $$ 100%"'],
    ['"\\n\\t\\"\\\\\\u00e9\\U0001F600"', '"\\n\\t\\"\\\\é😀"'],
    ['"$${a} %%{b} $$${c}"', '"${a} %{b} $${c}"'],
    ['"${a}"', "wrapped<a>"],
    ['"${a}-${"b${c}"}"', 'template<a "-" template<"b" c>>'],
    ['"x ${~ a ~} y"', 'template<"x" a "y">'],
    ['"%{ if a }b%{ else }${c}%{ endif }"', 'template<if<a: "b" else c>>'],
    ['"%{ for k, v in m ~} ${k}=${v} %{~ endfor }"', 'template<each<k,v in m: "" k "=" v "">>'],
    ['"e\u0301"', '"\u00e9"'],
  ])("reads %s", (source, expected) => {
    expect(shapeOf(source)).toBe(expected);
  });

  test("in a heredoc keeps its lines, and its indentation unless <<- takes it off", () => {
    expect(shapeOf("<<EOT\n    a\n  b \\n\n  EOT\n")).toBe('"    a\\n  b \\\\n\\n"');
    expect(shapeOf("<<-EOT\n    a\n\n      ${b} c\n    EOT\n")).toBe('template<"a\\n\\n  " b " c\\n">');
  });

  test("stands alone in a file for templatefile", () => {
    const source = "%{ for port in ports ~}\nlisten ${port}; # $HOME\n%{ endfor ~}\n";
    expect(shapeOfTemplate(source)).toBe('template<each<port in ports: "listen " port "; # $HOME\\n"> "">');
  });
});

describe("an error", () => {
  test.each([
    ["a = 'b'\n", "1:5 Single quotes are not valid."],
    ["a = 1, b = 2\n", "1:6 Expected a line break after the argument, found ,."],
    ['a = "b\nc = 1\n', "1:5 This string is not closed before the end of the line."],
    ["a {\n  b = 1\n", "1:3 This a block is not closed before the end of the file."],
    ["a = <<EOT\nb\n", "1:5 This heredoc is not closed before the end of the file."],
    ["a = [1 2]\n", "1:8 Expected a comma or the end of the list, found 2."],
    ["a = 1.2.3\n", "1:5 1.2.3 is not a number."],
    ["a = b.0.1\n", "1:7 Two legacy indexes cannot follow one another."],
    ['a = "\\d"\n', "1:6 \\d is not an escape that HCL knows."],
    ['a = "%{ if b }c"\n', "1:6 This %{ if } is not closed before the end of the text."],
    ["a = ${b}\n", "1:5 A $ can stand only in a string."],
    ["a = 1 /* b\n", "1:7 This comment is not closed."],
    ['a "b"\n{\n}\n', '1:6 Expected a label or "{" in the head of the block a, found the end of the line.'],
  ])("in %j says where and what", (source, expected) => {
    expect(errorsOf(source)[0]).toBe(expected);
  });

  test("in one block leaves the others readable", () => {
    const source = 'a {}\nb {\n  c = [1,\n}\nd "e" {\n  f = 1\n}\ng {\n  h = "i\n}\nj = 1\nk {}\n';
    const { body } = parseHcl(source);
    expect(body.blocks.map(({ type }) => type)).toEqual(["a", "d", "k"]);
    expect(errorsOf(source).map((error) => error.split(" ")[0])).toEqual(["4:1", "9:7"]);
  });

  test("of a block that is never closed leaves the blocks after it readable", () => {
    expect(parseHcl("a {\n  b = {\n}\nc {}\nd {}\n").body.blocks.map(({ type }) => type)).toEqual(["c", "d"]);
  });
});

describe("hostile input", () => {
  const PIECES = [
    "!",
    "-",
    "[",
    "(",
    "{a=",
    '"${',
    "f(",
    "a?b:",
    "a[",
    "a.",
    "a[*].",
    "a+",
    "a||",
    "<<E\n${",
    '"%{if ',
    "{(",
    "b {\n",
  ];

  test.each(PIECES)("10,000 times %j is refused, not followed to the end of the stack", (piece) => {
    const [first] = parseHcl(`a = ${piece.repeat(10_000)}`).errors;
    expect(first?.message).toMatch(/nested more than 500 levels deep|Expected|found/);
    expect(parseHclExpression(piece.repeat(10_000)).errors).toHaveLength(1);
  });

  test("a chain of 100,000 operators is refused, for its tree would be as high", () => {
    expect(parseHclExpression(`a${" + a".repeat(100_000)}`).errors[0]?.message).toMatch(/500 levels/);
  });

  test("a long list, text or file is no deep one", () => {
    expect(parseHclExpression(`[${"a.b, ".repeat(50_000)}]`).errors).toEqual([]);
    expect(parseHclTemplate("${a} b %{ if c }d%{ endif }".repeat(20_000)).errors).toEqual([]);
    expect(parseHcl("a {\n b = <<E\n  c\n E\n}\n".repeat(20_000)).errors).toEqual([]);
  });

  test("time grows with the length, even where everything is wrong", () => {
    const pieces = [
      "a {\n",
      "a = /*\n",
      'a = "\n',
      "a = <<E\n",
      "a = 1\n",
      '"${',
      "%{if a}",
      "$",
      "${~",
      " ",
      "é",
      'a b "c" "',
      "\r",
    ];
    for (const piece of pieces) {
      const source = piece.repeat(400_000 / piece.length);
      parseHcl(source);
      parseHclTemplate(source);
    }
  });

  test("nothing makes it throw", () => {
    const text = fc.array(
      fc.constantFrom(...'a = " ${ %{ } ~} { [ ( \n <<E\n E\n \\ \ud800 \0 # /* */ . * 0 if for'.split(" ")),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          text.map((pieces) => pieces.join(" ")),
        ),
        (source) => {
          for (const parse of [parseHcl, parseHclExpression, parseHclTemplate]) {
            for (const { offset } of parse(source).errors) expect(offset).toBeLessThanOrEqual(source.length);
          }
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });
});
