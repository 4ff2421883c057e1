// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are CloudFormation's
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isUnknown, type Value } from "../../model/value.js";
import { type CloudFormationInput, readCloudFormation } from "./read.js";

function read(text: string, more: Partial<CloudFormationInput> = {}) {
  return readCloudFormation({ file: "t.yaml", text, ...more });
}

/** The attributes of the resource `R` whose properties are given, beside the sections `others`. */
function attributes(properties: string, others = "", more: Partial<CloudFormationInput> = {}) {
  const indented = properties.replace(/^/gm, "      ");
  const { resources } = read(`${others}\nResources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n${indented}\n`, more);
  return resources.find((resource) => resource.address === "R")?.attributes ?? {};
}

function because(value: Value | undefined): string {
  return isUnknown(value) ? value.because : `known: ${JSON.stringify(value)}`;
}

describe("resources", () => {
  test("a resource has its logical id, type, line and the lines of its properties", () => {
    const { resources, problems } = read(
      "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n    Properties:\n      BucketName: logs\n",
    );
    expect(problems).toEqual([]);
    expect(resources).toEqual([
      {
        address: "Bucket",
        type: "AWS::S3::Bucket",
        name: "Bucket",
        format: "cloudformation",
        mode: "managed",
        attributes: { BucketName: "logs", DeletionPolicy: "Retain" },
        references: {},
        file: "t.yaml",
        line: 2,
        lines: { DeletionPolicy: 4, BucketName: 6 },
      },
    ]);
  });

  test("a JSON template reads like the same one in YAML", () => {
    const json =
      '{\n "Resources": {\n  "B": {"Type": "AWS::S3::Bucket",\n   "Properties": {"BucketName": {"Fn::Sub": "a-${C}"}}},\n  "C": {"Type": "AWS::S3::Bucket"}}}';
    const { resources } = read(json, { file: "t.json" });
    expect(resources[0]).toMatchObject({ address: "B", line: 3, lines: { BucketName: 4 } });
    expect(resources[0]?.references).toEqual({ BucketName: [{ address: "C", attribute: "Ref" }] });
  });

  test("one broken resource is reported and the others are read", () => {
    const { resources, problems } = read(
      "Foo: 1\nResources:\n  A: {Properties: {}}\n  B: {Type: [x]}\n  C: text\n  D: {Type: Custom::D}\n",
    );
    expect(resources.map((resource) => resource.address)).toEqual(["D"]);
    expect(problems.map(({ severity, line, message }) => [severity, line, message])).toEqual([
      ["warning", 1, "`Foo` is no section of a template; it is not read."],
      ["error", 3, "The resource A has no Type."],
      ["error", 4, "The Type of B is not a text."],
      ["error", 5, "The resource C is no map; expected one with a Type."],
    ]);
  });

  test.each([
    ["AWSTemplateFormatVersion: '2010-09-09'", /no section Resources/],
    ["Resources:", /Resources is empty/],
    ["Resources: [a]", /Resources is a list/],
    ["- a", /A template is a map/],
    ["", /The file is empty/],
  ])("%j is a problem", (text, message) => {
    expect(
      read(text)
        .problems.map((problem) => problem.message)
        .join(),
    ).toMatch(message);
  });

  test("resources that need one another in a circle are a problem", () => {
    const { resources, problems } = read(
      "Resources:\n  A: {Type: X::Y::Z, Properties: {P: !Ref B}}\n  B: {Type: X::Y::Z, DependsOn: [C]}\n  C: {Type: X::Y::Z, Properties: {P: !GetAtt A.Arn}}\n",
    );
    expect(resources).toHaveLength(3);
    expect(problems).toMatchObject([{ line: 2, message: expect.stringContaining("A → B → C → A") }]);
  });

  test("an unknown macro is a warning, SAM and the language extensions are none", () => {
    const { problems } = read(
      "Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions, Mine]\nResources: {A: {Type: A::B::C}}",
    );
    expect(problems).toMatchObject([{ severity: "warning", line: 1, message: expect.stringContaining("macro Mine") }]);
  });
});

describe("references", () => {
  test("every property path knows what it points to, without indexes", () => {
    const { resources } = read(`
Conditions: {C: !Equals [!Ref AWS::Region, x]}
Resources:
  R:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      LoadBalancers:
        - {TargetGroupArn: !GetAtt One.Arn}
        - {TargetGroupArn: {"Fn::GetAtt": [Two, Arn]}}
      Url: !Sub ["\${a}-\${Three}-\${Two.Id}", {a: !Ref One}]
      Either: !If [C, !Ref One, !Join ["", [x, !Ref Two]]]
  Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: main}}
  One: {Type: X::Y::Z}
  Two: {Type: X::Y::Z}
  Three: {Type: X::Y::Z}
`);
    expect(resources[0]?.attributes.Cluster).toBe("main");
    expect(resources[0]?.references).toEqual({
      Cluster: [{ address: "Cluster", attribute: "Ref" }],
      "LoadBalancers.TargetGroupArn": [
        { address: "One", attribute: "Arn" },
        { address: "Two", attribute: "Arn" },
      ],
      Url: [
        { address: "One", attribute: "Ref" },
        { address: "Three", attribute: "Ref" },
        { address: "Two", attribute: "Id" },
      ],
      Either: [
        { address: "One", attribute: "Ref" },
        { address: "Two", attribute: "Ref" },
      ],
    });
    expect(because(resources[0]?.attributes.Url)).toContain("known only after deployment");
  });

  test("two resources that are named after each other have no name, and the reader ends", () => {
    const { resources } = read(
      "Resources:\n  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref B}}\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref A}}\n",
    );
    expect(resources.map((resource) => isUnknown(resource.attributes.BucketName))).toEqual([true, true]);
  });

  test("a name that is nowhere is a problem; under SAM it may be one that SAM makes", () => {
    const resources =
      "Resources:\n  F: {Type: AWS::Serverless::Function, Properties: {A: !Ref F.Version, B: !GetAtt FRole.Arn, C: !Ref ServerlessRestApi}}\n";
    expect(read(resources).problems).toHaveLength(3);
    const sam = read(`Transform: AWS::Serverless-2016-10-31\n${resources}`);
    expect(sam.problems).toEqual([]);
    expect(sam.resources[0]?.references).toEqual({
      A: [{ address: "F", attribute: "Version" }],
      B: [{ address: "F", attribute: "Role" }],
    });
  });
});

describe("parameters", () => {
  const PARAMETERS = `Parameters:
  Plain: {Type: String, Default: 012345678901}
  Size: {Type: Number, Default: 512}
  Zones: {Type: CommaDelimitedList, Default: "a, b"}
  None: {Type: String}
  Secret: {Type: String, NoEcho: true, Default: hush}
  Ami: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/ami}`;
  const PROPERTIES =
    "Plain: !Ref Plain\nSize: !Ref Size\nZones: !Ref Zones\nNone: !Ref None\nSecret: !Ref Secret\nAmi: !Ref Ami";

  test("a default is the value, by its type; without one, and for secrets and look-ups, it is unknown", () => {
    const found = attributes(PROPERTIES, PARAMETERS);
    expect(found).toMatchObject({ Plain: "012345678901", Size: 512, Zones: ["a", "b"] });
    expect(because(found.None)).toBe("parameter None has no default");
    expect(because(found.Secret)).toBe("parameter Secret is NoEcho");
    expect(because(found.Ami)).toContain("looked up in Systems Manager");
  });

  test("what the user gives counts before the default, but not for secrets", () => {
    const found = attributes(PROPERTIES, PARAMETERS, { parameters: { None: "x", Size: "1024", Secret: "y" } });
    expect(found).toMatchObject({ None: "x", Size: 1024 });
    expect(isUnknown(found.Secret)).toBe(true);
    expect(read(PARAMETERS).parameterNames).toEqual(["Plain", "Size", "Zones", "None", "Secret", "Ami"]);
  });
});

describe("conditions", () => {
  const CONDITIONS = `Parameters: {P: {Type: String, Default: "yes"}, N: {Type: String}}
Conditions:
  Yes: !Equals [!Ref P, yes]
  No: !Not [{Condition: Yes}]
  Open: !Equals [!Ref N, "yes"]
  Absorbed: !And [!Condition Open, !Condition No]
  Circle: !Or [{Condition: Circle}, {Condition: Circle}]
`;

  test("a resource whose condition is false is not there; whose condition is unknown may be there", () => {
    const names = ["Yes", "No", "Open", "Absorbed"];
    const { resources, problems } = read(
      `${CONDITIONS}Resources:\n${names.map((name) => `  R${name}: {Type: A::B::C, Condition: ${name === "Yes" || name === "No" ? `"${name}"` : name}}`).join("\n")}`,
    );
    expect(problems).toEqual([]);
    expect(resources.map(({ address, number }) => [address, number])).toEqual([
      ["RYes", undefined],
      ["ROpen", "unknown"],
    ]);
  });

  test("a property removed by AWS::NoValue reads as not set", () => {
    expect(
      attributes(
        'A: !If ["Yes", !Ref AWS::NoValue, 1]\nB: {C: !Ref AWS::NoValue}\nD: [1, !Ref AWS::NoValue]',
        CONDITIONS,
      ),
    ).toEqual({ B: {}, D: [1] });
  });

  test("a choice that is open is what both sides agree on, and unknown in the rest", () => {
    const found = attributes(
      "A: !If [Open, x, x]\nB: !If [Open, {K: 1, L: 2}, {K: 1, L: 3}]\nC: !If [Open, x, !Ref AWS::NoValue]",
      CONDITIONS,
    );
    expect(found).toMatchObject({ A: "x", B: { K: 1 } });
    expect(because(found.C)).toBe("the condition Open is not known: parameter N has no default");
  });

  test("a condition that hangs on itself is a problem and unknown", () => {
    const { resources, problems } = read(`${CONDITIONS}Resources: {R: {Type: A::B::C, Condition: Circle}}`);
    expect(resources[0]?.number).toBe("unknown");
    expect(problems).toMatchObject([{ severity: "error", message: "The condition Circle hangs on itself." }]);
  });
});

describe("hostile templates", () => {
  test("keys that mean something to JavaScript are keys", () => {
    const { resources } = read(
      "Resources:\n  __proto__: {Type: A::B::C, Properties: {__proto__: {polluted: !Ref toString}}}\n",
    );
    expect(resources.map((resource) => resource.address)).toEqual(["__proto__"]);
    expect(Object.keys(resources[0]?.attributes ?? {})).toEqual(["__proto__"]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("a chain of 3,000 names ends", () => {
    const chain = Array.from(
      { length: 3_000 },
      (_, at) => `  B${at}: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "\${B${at + 1}}"}}`,
    );
    expect(read(`Resources:\n${chain.join("\n")}\n  B3000: {Type: A::B::C}\n`).resources).toHaveLength(3_001);
  });

  test("a chain of 3,000 conditions ends", () => {
    const chain = Array.from({ length: 3_000 }, (_, at) => `  C${at}: !Not [!Condition C${at + 1}]`);
    const { resources } = read(
      `Conditions:\n${chain.join("\n")}\n  C3000: !Equals [a, a]\nResources: {R: {Type: A::B::C, Condition: C0}}`,
    );
    expect(resources).toMatchObject([{ number: "unknown" }]);
  });

  test("names that double forty times end", () => {
    const chain = Array.from(
      { length: 40 },
      (_, at) => `  B${at}: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "\${B${at + 1}}\${B${at + 1}}"}}`,
    );
    expect(
      read(`Resources:\n${chain.join("\n")}\n  B40: {Type: AWS::S3::Bucket, Properties: {BucketName: abc}}\n`)
        .resources,
    ).toHaveLength(41);
  });

  test("global lists that are put before the lists of many functions end with a problem", () => {
    const layers = `[${"a, ".repeat(20_000)}]`;
    const functions = Array.from(
      { length: 300 },
      (_, at) => `  F${at}: {Type: AWS::Serverless::Function, Properties: {Layers: []}}`,
    );
    const text = `Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Layers: ${layers}}}\nResources:\n${functions.join("\n")}`;
    expect(read(text).problems[0]?.message).toMatch(/expands to more than/);
  });

  test("loops inside loops inside loops end with a problem", () => {
    const list = `[${Array.from({ length: 300 }, (_, at) => `i${at}`)}]`;
    const text = `Resources:
  Fn::ForEach::A: [A, ${list}, {"Fn::ForEach::B": [B, ${list}, {"Fn::ForEach::C": [C, ${list}, {"R\${A}\${B}\${C}": {Type: A::B::C}}]}]}]`;
    expect(read(text).problems[0]?.message).toMatch(/expands to more than/);
  });

  test("any mix of functions ends without a throw, and known stays known when more is known", () => {
    const leaf = fc.constantFrom<unknown>(
      "a",
      "true",
      1,
      true,
      null,
      { Ref: "P" },
      { Ref: "A" },
      { Ref: "AWS::NoValue" },
      { Ref: "AWS::Region" },
      { "Fn::GetAtt": "B.Arn" },
      { "Fn::Sub": "${P}-${B}" },
      { Condition: "C" },
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(
          fc.constantFrom(
            "a",
            "Fn::If",
            "Fn::Join",
            "Fn::Select",
            "Fn::Split",
            "Fn::Equals",
            "Fn::Not",
            "Fn::Length",
            "Fn::ToJsonString",
            "Fn::FindInMap",
            "Fn::Cidr",
            "Fn::Base64",
            "Fn::ForEach::L",
            "Fn::Transform",
            "Ref",
            "__proto__",
          ),
          tie("tree"),
          { maxKeys: 2 },
        ),
        fc.tuple(fc.constant("C"), tie("tree"), tie("tree")).map((sides) => ({ "Fn::If": sides })),
      ),
    }));
    fc.assert(
      fc.property(tree, tree, (properties, condition) => {
        const text = JSON.stringify({
          Parameters: { P: { Type: "String" } },
          Conditions: { C: condition },
          Resources: {
            A: { Type: "AWS::S3::Bucket", Properties: { BucketName: properties, Other: properties } },
            B: { Type: "A::B::C", Condition: "C" },
          },
        });
        const before = read(text).resources[0]?.attributes.Other;
        const after = read(text, { parameters: { P: "a", "AWS::Region": "a" } }).resources[0]?.attributes.Other;
        if (typeof before === "string" || typeof before === "number") expect(after).toBe(before);
      }),
      { numRuns: 300 },
    );
  });
});
