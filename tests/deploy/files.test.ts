/** @integration */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConfig } from "@dinfra/reactor";
import { settingsOf, schemaOf } from "@dinfra/service/settings/schema";
import { parse, parseAllDocuments } from "yaml";
import { describeWhere, programOnPath } from "../needs.js";

// What operators install a reactor with, held by the tools of who takes it: systemd, Compose, Helm.

const root = join(__dirname, "..", "..");
const deploy = join(root, "deploy");
const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");
const variables = new Set(settingsOf(schemaOf("reactor")).map(({ variable }) => variable));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dinfra-deploy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const analyze = programOnPath("systemd-analyze");
describeWhere(
  { variable: "DINFRA_SYSTEMD", lacking: analyze ? [] : ["systemd-analyze (apt-get install systemd)"] },
  "the systemd unit",
  () => {
    const unit = () => {
      const file = join(folder, "dinfra-reactor.service");
      // Where it is installed is the operator's.
      const text = read("deploy", "systemd", "dinfra-reactor.service");
      writeFileSync(file, text.replace("ExecStart=/usr/local/bin/dinfra ", `ExecStart=${process.execPath} `));
      return file;
    };
    const verify = (file: string) => spawnSync(analyze!, ["verify", file], { encoding: "utf8" });

    test("systemd takes it, and says that it is hardened", () => {
      const file = unit();
      expect(verify(file)).toMatchObject({ status: 0, stdout: "", stderr: "" });
      const security = ["security", "--offline=true", "--threshold=20", file];
      expect(spawnSync(analyze!, security, { encoding: "utf8" }).status).toBe(0);
    });

    test("systemd takes it with what the platform local needs", () => {
      const file = unit();
      mkdirSync(`${file}.d`);
      writeFileSync(join(`${file}.d`, "local.conf"), read("deploy", "systemd", "dinfra-reactor-local.conf"));
      expect(verify(file)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    });

    test("a setting that systemd does not know is found by this", () => {
      const file = unit();
      writeFileSync(file, readFileSync(file, "utf8").replace("NoNewPrivileges=", "NoNewPrivilege="));
      expect(verify(file).stderr).toContain("NoNewPrivilege");
    });
  },
);

test("units, compose file and image name settings that there are", () => {
  const files = ["deploy/systemd/dinfra-reactor.service", "deploy/compose/compose.yaml", "Dockerfile"].map((file) => read(file)); // prettier-ignore
  const named = files.join("\n").match(/\bDINFRA_[A-Z_]+/g)!;
  expect(named.length).toBeGreaterThan(4);
  // Of the compose file itself.
  expect(named.filter((name) => !variables.has(name) && !["DINFRA_IMAGE", "DINFRA_BASE"].includes(name))).toEqual([]);
});

describe("the compose file", () => {
  interface Compose {
    services: { reactor: { build: { target: string; args: Record<string, string> }; stop_grace_period: string } };
  }

  test("builds a target and arguments that the Dockerfile has, and leaves time for a clean end", () => {
    const { reactor } = (parse(read("deploy", "compose", "compose.yaml")) as Compose).services;
    const dockerfile = read("Dockerfile");
    expect(dockerfile).toContain(` AS ${reactor.build.target}\n`);
    for (const name of Object.keys(reactor.build.args)) expect(dockerfile).toMatch(new RegExp(`^ARG ${name}=`, "m"));
    // Two processes, 20 seconds each at most.
    expect(parseInt(reactor.stop_grace_period, 10)).toBeGreaterThan(40);
  });

  const compose = programOnPath("docker-compose");
  describeWhere(
    { variable: "DINFRA_COMPOSE", lacking: compose ? [] : ["docker-compose (apt-get install docker-compose)"] },
    "by Compose itself",
    () => {
      test("Compose takes it", () => {
        writeFileSync(join(folder, "compose.yaml"), read("deploy", "compose", "compose.yaml"));
        writeFileSync(join(folder, "credentials.env"), "");
        const shown = execFileSync(compose!, ["-f", join(folder, "compose.yaml"), "config"], { encoding: "utf8" });
        expect(parse(shown)).toMatchObject({ services: { reactor: { read_only: true, cap_drop: ["ALL"] } } });
      });
    },
  );
});

const python = process.env.DINFRA_HELM_PYTHON ?? "";
describeWhere(
  {
    variable: "DINFRA_HELM",
    lacking: python ? [] : ["Helm: pip install helm-python-sdk==0.2.2, and DINFRA_HELM_PYTHON its python"],
  },
  "the Helm chart",
  () => {
    interface Manifest {
      kind: string;
      data: Record<string, string>;
      spec: { template: { spec: Pod } };
    }
    interface Pod {
      containers: { name: string; args?: string[]; securityContext: object; livenessProbe: Probe }[];
      initContainers: object[];
      enableServiceLinks: boolean;
      terminationGracePeriodSeconds: number;
      volumes: { name: string }[];
    }
    interface Probe {
      exec: { command: string[] };
    }
    const render = (change: (values: string) => string = (values) => values) => {
      const file = join(folder, "values.yaml");
      writeFileSync(file, change(readFileSync(join(deploy, "helm", "example-values.yaml"), "utf8")));
      return spawnSync(python, [join(deploy, "helm", "render.py"), file], { encoding: "utf8" });
    };
    const manifests = (rendered: string) =>
      Object.entries(JSON.parse(rendered) as Record<string, string>)
        .filter(([name]) => name.endsWith(".yaml"))
        .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));

    test("Helm's lint finds nothing, and what comes out is a configuration that the reactor takes", () => {
      const { status, stdout, stderr } = render();
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const all = manifests(stdout);
      expect(all.map(({ kind }) => kind).sort()).toEqual(["ConfigMap", "StatefulSet"]);
      const { data } = all.find(({ kind }) => kind === "ConfigMap")!;
      const config = checkConfig(JSON.parse(data["reactor.json"]!));
      expect(config).toMatchObject({ profile: "/etc/dinfra/profile.json", key: { file: "/run/dinfra/operator.key" } });
      const { spec } = all.find(({ kind }) => kind === "StatefulSet")!.spec.template;
      expect(spec).toMatchObject({ enableServiceLinks: false, terminationGracePeriodSeconds: 60 });
      const [reactor] = spec.containers;
      expect(reactor!.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
      // What Kubernetes runs to see whether it lives is a program that Node takes.
      const [, script] = reactor!.livenessProbe.exec.command;
      expect(script).toMatch(/^\/dinfra\/service\/dist\//);
      expect(existsSync(join(root, script!.replace("/dinfra/", "")))).toBe(true);
    });

    test.each<[string, (values: string) => string, RegExp]>([
      ["no provider", (values) => values.replace(/provider: .*/, 'provider: ""'), /provider/],
      ["no operator's key", (values) => values.replace(/secret: .*/, 'secret: ""'), /operatorKey/],
      ["a key in the configuration", (values) => values.replace("config:", "config:\n  key: { uri: //Bob }"), /config/],
      ["a typing error", (values) => values.replace("operatorKey:", "operatorKeys:"), /operatorKeys/],
    ])("%s is refused", (_, change, says) => {
      const { status, stderr } = render(change);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(says);
    });
  },
);
