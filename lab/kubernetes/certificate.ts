import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MissingComponent } from "../missing-component";

/** A certificate that vouches for itself, and its key, as PEM files. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly pem: string;
}

/**
 * Makes the one certificate of a lab, for its servers on 127.0.0.1. It is its own authority, is good for
 * two days, and goes with the lab's folder.
 *
 * @throws MissingComponent where there is no OpenSSL.
 */
export function makeCertificate(directory: string): Certificate {
  const certificateFile = join(directory, "lab.crt");
  const keyFile = join(directory, "lab.key");
  const { status, stderr, error } = spawnSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"],
      ...["-subj", "/CN=workload-identity-lab"],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", keyFile, "-out", certificateFile],
    ],
    { encoding: "utf8", timeout: 60_000 },
  );
  if (status !== 0)
    throw new MissingComponent(
      `missing: OpenSSL 1.1.1 or later (on Debian: apt-get install openssl)\n${error?.message ?? stderr}`,
    );
  return {
    certificateFile,
    keyFile,
    pem: readFileSync(certificateFile, "utf8"),
  };
}
