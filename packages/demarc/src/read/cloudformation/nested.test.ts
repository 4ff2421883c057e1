// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are CloudFormation's
import { describe, expect, test } from "vitest";
import { readCdkOut } from "./cdk-out.js";
import { readCloudFormation } from "./read.js";

function readFiles(files: Readonly<Record<string, string>>, first = "infra/main.yaml") {
  return readCloudFormation({ file: first, text: files[first] ?? "", readFile: (path) => files[path] });
}

const CHILD = `
Parameters: {Name: {Type: String}, Role: {Type: String}, Size: {Type: Number, Default: 1}}
Resources:
  Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Ref Name, Role: !Ref Role, MemorySize: !Ref Size}}
Outputs:
  Arn: {Value: !GetAtt Function.Arn}
  Name: {Value: !Ref Function}
`;

describe("nested stacks", () => {
  test("parameters go in, outputs come out, and references go through both", () => {
    const { resources, problems, notRead, nestedFiles } = readFiles({
      "infra/main.yaml": `
Resources:
  Role: {Type: AWS::IAM::Role}
  Rule: {Type: AWS::Events::Rule, Properties: {Arn: !GetAtt App.Outputs.Arn, Name: !Sub "r-\${App.Outputs.Name}"}}
  App:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./stacks/../stacks/child.yaml, Parameters: {Name: app, Role: !GetAtt Role.Arn}}
`,
      "infra/stacks/child.yaml": CHILD,
    });
    expect([problems, notRead, nestedFiles]).toEqual([[], [], ["infra/stacks/child.yaml"]]);
    expect(resources.map((resource) => resource.address)).toEqual(["Role", "Rule", "App", "App.Function"]);
    expect(resources[3]).toMatchObject({
      name: "Function",
      file: "infra/stacks/child.yaml",
      line: 4,
      attributes: { FunctionName: "app", MemorySize: 1 },
    });
    expect(resources[3]?.references).toMatchObject({ Role: [{ address: "Role", attribute: "Arn" }] });
    expect(resources[1]?.attributes.Name).toBe("r-app");
    expect(resources[1]?.references.Arn).toEqual([{ address: "App.Function", attribute: "Arn" }]);
  });

  test("a stack whose template is not here is not read, and says why", () => {
    const { notRead, resources } = readFiles({
      "infra/main.yaml": `
Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "https://s3.amazonaws.com/b/k.yaml"}}
  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: gone.yaml}}
  C: {Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: x}}}
`,
    });
    expect(resources).toHaveLength(3);
    expect(notRead.map(({ address, because }) => [address, because])).toEqual([
      ["A", "its template is at a URL, and demarc asks nothing of the network"],
      ["B", "infra/gone.yaml cannot be read"],
      ["C", "it comes from the Serverless Application Repository"],
    ]);
  });

  test("a module is not read, and what it makes is no mistake", () => {
    const { notRead, problems, resources } = readFiles({
      "infra/main.yaml": `
Resources:
  M: {Type: Our::Own::Bucket::MODULE}
  N: {Type: !Rain::Module ./net.yaml}
  B: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref MBucket}}
`,
    });
    expect(problems).toEqual([]);
    expect(notRead.map(({ address, what }) => [address, what])).toEqual([
      ["M", "module"],
      ["N", "module"],
    ]);
    expect(resources.map((resource) => resource.address)).toEqual(["B"]);
  });

  test("a stack that contains itself is a problem and ends", () => {
    const { problems } = readFiles({
      "infra/main.yaml": "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: b.yaml}}\n",
      "infra/b.yaml": "Resources:\n  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: main.yaml}}\n",
    });
    expect(problems).toMatchObject([
      { file: "infra/b.yaml", line: 2, message: expect.stringContaining("contains itself") },
    ]);
  });

  test("stacks that hand one another their outputs in a circle end", () => {
    const stack = (other: string) =>
      `{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {Name: !GetAtt ${other}.Outputs.Name}}}`;
    const { resources } = readFiles({
      "infra/main.yaml": `Resources:\n  A: ${stack("B")}\n  B: ${stack("A")}\n`,
      "infra/c.yaml": CHILD,
    });
    expect(resources.map((resource) => resource.address)).toEqual(["A", "A.Function", "B", "B.Function"]);
  });

  test("two stacks twice, sixteen levels deep, do not make 65,536 stacks", () => {
    const files: Record<string, string> = {};
    for (let level = 0; level < 20; level++) {
      const inner = `{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: l${level + 1}.yaml}}`;
      files[`l${level}.yaml`] = `Resources:\n  A: ${inner}\n  B: ${inner}\n`;
    }
    expect(readFiles(files, "l0.yaml").resources.length).toBeLessThan(2000);
  });

  test("a nested stack of CDK is found by its asset", () => {
    const { resources } = readFiles(
      {
        "cdk.out/S.template.json": JSON.stringify({
          Resources: {
            N: {
              Type: "AWS::CloudFormation::Stack",
              Properties: { TemplateURL: { "Fn::Join": ["", ["https://s3.", { Ref: "AWS::Region" }]] } },
              Metadata: { "aws:asset:path": "N.nested.template.json", "aws:asset:property": "TemplateURL" },
            },
          },
        }),
        "cdk.out/N.nested.template.json": '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
      },
      "cdk.out/S.template.json",
    );
    expect(resources.map((resource) => resource.address)).toEqual(["N", "N.B"]);
  });
});

describe("cdk.out", () => {
  test("the stacks of the manifest and of its stages are listed", () => {
    const files: Record<string, string> = {
      "cdk.out/manifest.json": JSON.stringify({
        version: "36.0.0",
        artifacts: {
          Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
          Web: {
            type: "aws:cloudformation:stack",
            environment: "aws://1/eu-west-1",
            properties: { templateFile: "Web.template.json" },
          },
          "assembly-Prod": { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Prod" } },
          Self: { type: "cdk:cloud-assembly", properties: { directoryName: "." } },
        },
      }),
      "cdk.out/assembly-Prod/manifest.json": JSON.stringify({
        artifacts: {
          ProdDb: {
            type: "aws:cloudformation:stack",
            displayName: "Prod/Db",
            properties: { templateFile: "ProdDb.template.json" },
          },
        },
      }),
    };
    expect(readCdkOut({ manifest: "cdk.out/manifest.json", readFile: (path) => files[path] })).toEqual({
      problems: [],
      templates: [
        { file: "cdk.out/Web.template.json", stack: "Web", environment: "aws://1/eu-west-1" },
        { file: "cdk.out/assembly-Prod/ProdDb.template.json", stack: "Prod/Db" },
      ],
    });
  });

  test("a manifest that is missing or something else is a problem", () => {
    expect(readCdkOut({ manifest: "m.json", readFile: () => undefined }).problems).toHaveLength(1);
    expect(readCdkOut({ manifest: "m.json", readFile: () => '{"name": "app"}' }).problems).toHaveLength(1);
  });
});
