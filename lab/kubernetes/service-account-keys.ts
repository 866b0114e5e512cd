import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface KeyFiles {
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
}

/** Makes the pair of keys by which one API server signs service account tokens. */
export function makeServiceAccountKeys(directory: string): KeyFiles {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
  });
  const privateKeyFile = join(directory, "service-account.key");
  const publicKeyFile = join(directory, "service-account.pub");
  writeFileSync(
    privateKeyFile,
    privateKey.export({ type: "pkcs8", format: "pem" }),
    { mode: 0o600 },
  );
  writeFileSync(
    publicKeyFile,
    publicKey.export({ type: "spki", format: "pem" }),
  );
  return { privateKeyFile, publicKeyFile };
}
