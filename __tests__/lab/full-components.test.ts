import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findComponents } from "../../lab/full/components";
import { findProgram } from "../../lab/full/find-program";
import { copyProject } from "../../lab/full/project-copy";
import { MissingComponent } from "../../lab/missing-component";
import { temporaryFolder } from "../support/temporary-folder";

function folderWithProgram(name: string): string {
  const folder = temporaryFolder({ [name]: "#!/bin/sh\n", "notes.txt": "" });
  chmodSync(join(folder, name), 0o755);
  return folder;
}

describe("parts of the full lab", () => {
  it("are found by name on the PATH, files that don't run left out", () => {
    const folder = folderWithProgram("etcd-of-a-test");

    const found = (name: string) => findProgram(name, { PATH: folder });

    expect(found("etcd-of-a-test")).toBe(join(folder, "etcd-of-a-test"));
    expect(found("notes.txt")).toBeUndefined();
    expect(found("absent-of-a-test")).toBeUndefined();
  });

  it("are found by their setting first, and a wrong setting is not passed over", () => {
    const named = join(folderWithProgram("etcd-3.6"), "etcd-3.6");
    const folder = folderWithProgram("etcd-of-a-test");
    const found = (setting: string) =>
      findProgram(
        "etcd-of-a-test",
        { PATH: folder, LAB_ETCD: setting },
        "LAB_ETCD",
      );

    expect(found(named)).toBe(named);
    expect(found("")).toBe(join(folder, "etcd-of-a-test"));
    expect(found(join(folder, "absent"))).toBeUndefined();
  });

  it("that are missing are all named at once, with what to install", async () => {
    const environment = {
      PATH: temporaryFolder(),
      HOME: temporaryFolder(),
      LAB_ETCD: "absent",
      LAB_KUBECTL: "absent",
      LAB_KUBE_APISERVER: "absent",
      LAB_WEBHOOK: "absent",
    };

    const failure = await findComponents({
      environment,
      say: () => undefined,
      signal: new AbortController().signal,
    }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(MissingComponent);
    const { message } = failure as MissingComponent;
    for (const advice of [
      "missing: etcd (on Debian: apt-get install etcd-server), or name it by LAB_ETCD; without it there is no full lab, and nothing of it is proved",
      "missing: kubectl (https://kubernetes.io/docs/tasks/tools), or name it by LAB_KUBECTL;",
      "missing: Terraform 1.10 or later, or OpenTofu (https://developer.hashicorp.com/terraform/install);",
      "missing: the kube-apiserver that LAB_KUBE_APISERVER names;",
      "missing: the identity webhook that LAB_WEBHOOK names",
    ])
      expect(message).toContain(advice);
  });
});

describe("a copy of the project", () => {
  it("has the environment with another owner of service accounts, and the rest as it was", () => {
    const environments = temporaryFolder({
      "dev.yaml": "defaults:\n  identity: irsa # for all\n",
      "prod.yaml": "defaults: {}\n",
    });
    const folder = join(temporaryFolder(), "project");

    copyProject({
      folder,
      environments,
      environmentName: "dev",
      serviceAccountOwner: "terraform",
    });

    const read = (file: string) => readFileSync(join(folder, file), "utf8");
    expect(read("environments/dev.yaml")).toBe(
      "defaults:\n  identity: irsa # for all\n  serviceAccountOwner: terraform\n",
    );
    expect(read("environments/prod.yaml")).toBe("defaults: {}\n");
    expect(read("main.ts")).toContain("loadEnvironments");
    expect(read("modules/environment/index.ts")).not.toBe("");
  });
});
