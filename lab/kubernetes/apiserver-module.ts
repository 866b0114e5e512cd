/** The Kubernetes release that the lab runs; its modules carry `v0` where Kubernetes carries `v1`. */
export const kubernetesVersion = "v1.36.3";

const libraryVersion = kubernetesVersion.replace(/^v1/, "v0");

/** The modules that Kubernetes replaces by folders of its own repository, which a module can't. */
const staged = [
  "api",
  "apiextensions-apiserver",
  "apimachinery",
  "apiserver",
  "cli-runtime",
  "client-go",
  "cloud-provider",
  "cluster-bootstrap",
  "code-generator",
  "component-base",
  "component-helpers",
  "controller-manager",
  "cri-api",
  "cri-client",
  "cri-streaming",
  "csi-translation-lib",
  "dynamic-resource-allocation",
  "endpointslice",
  "externaljwt",
  "kms",
  "kube-aggregator",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubectl",
  "kubelet",
  "metrics",
  "mount-utils",
  "pod-security-admission",
  "sample-apiserver",
  "sample-cli-plugin",
  "sample-controller",
  "streaming",
];

export const apiserverPackage = "k8s.io/kubernetes/cmd/kube-apiserver";

/** The `replace` lines of a Go module that builds kube-apiserver. */
export function replacedModules(): string {
  const lines = staged.map(
    (name) => `\tk8s.io/${name} => k8s.io/${name} ${libraryVersion}`,
  );
  return `replace (\n${lines.join("\n")}\n)\n`;
}

/** What a release build stamps into the program; it says its version by this. */
export function versionFlags(): string {
  const [major = "", minor = ""] = kubernetesVersion.slice(1).split(".");
  const stamp = (name: string, value: string): string =>
    `-X k8s.io/component-base/version.${name}=${value}`;
  return [
    "-s -w",
    stamp("gitVersion", kubernetesVersion),
    stamp("gitMajor", major),
    stamp("gitMinor", minor),
  ].join(" ");
}
