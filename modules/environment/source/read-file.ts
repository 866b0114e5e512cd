import { readFileSync } from "node:fs";
import { readDocument, unreadable, type SourceDocument } from "./document";

/**
 * Reads a file as {@link readDocument} does; one that can't be read has a fault.
 *
 * @param path where the file is
 * @param file what messages call it
 */
export function readFile(path: string, file: string): SourceDocument {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return unreadable(
      file,
      "must be a file that can be read",
      "mend the link, the folder or the permissions",
    );
  }
  return readDocument(file, bytes);
}
